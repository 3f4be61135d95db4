package lifeboat.embedded.rest;

import java.lang.reflect.Type;
import lifeboat.embedded.api.OneTenant;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Refuses what no request of the API carries out, whichever it is: other tenants, and tags. */
@RestControllerAdvice
public class RestRequestCheck extends RequestBodyAdviceAdapter {

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return parameter.getParameterType().getName().startsWith("io.camunda.client.protocol.rest.");
    }

    @Override
    public Object afterBodyRead(Object body, HttpInputMessage message, MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        if (body != null) {
            BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(body);
            OneTenant.check(parameter.getParameterType().getSimpleName(), name ->
                    bean.isReadableProperty(name) ? bean.getPropertyValue(name) : null);
        }
        return body;
    }
}
