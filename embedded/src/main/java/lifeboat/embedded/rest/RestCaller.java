package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.MessageCorrelationRequest;
import io.camunda.client.protocol.rest.MessagePublicationRequest;
import io.camunda.client.protocol.rest.ProcessInstanceCreationInstruction;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import lifeboat.embedded.access.AccessRules;
import lifeboat.embedded.access.Caller;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** What is read of a request depends on who sends it: which message he may publish, and who starts an instance. */
@RestControllerAdvice
public class RestCaller extends RequestBodyAdviceAdapter {

    private final AccessRules rules;

    public RestCaller(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return parameter.getParameterType().getName().startsWith("io.camunda.client.protocol.rest.");
    }

    @Override
    public Object afterBodyRead(Object body, HttpInputMessage message, MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        Caller caller = (Caller) RequestContextHolder.currentRequestAttributes().getAttribute(RestAccess.CALLER,
                RequestAttributes.SCOPE_REQUEST);
        if (body instanceof MessagePublicationRequest publish) {
            requireToPublish(caller, Objects.toString(publish.getName(), ""));
            publish.setVariables(with(rules.ofMessage(caller, publish.getName()), publish.getVariables()));
        } else if (body instanceof MessageCorrelationRequest correlate) {
            correlate.setVariables(with(rules.ofMessage(caller, Objects.toString(correlate.getName(), "")),
                    correlate.getVariables()));
        } else if (body instanceof ProcessInstanceCreationInstruction create) {
            create.setVariables(with(rules.ofInstance(caller), create.getVariables()));
        }
        return body;
    }

    private void requireToPublish(Caller caller, String message) {
        try {
            rules.requireToPublish(caller, message);
        } catch (Caller.Forbidden e) {
            throw new ErrorResponseException(HttpStatus.FORBIDDEN, ProblemDetail.forStatusAndDetail(
                    HttpStatus.FORBIDDEN, e.getMessage()), e);
        }
    }

    private static Map<String, Object> with(Map<String, String> more, Map<String, Object> variables) {
        if (more.isEmpty()) {
            return variables;
        }
        Map<String, Object> all = new LinkedHashMap<>(Objects.requireNonNullElse(variables, Map.of()));
        all.putAll(more);
        return all;
    }
}
