package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.protocol.rest.JobChangeset;
import io.camunda.client.protocol.rest.JobUpdateRequest;
import io.camunda.client.protocol.rest.MessageCorrelationRequest;
import io.camunda.client.protocol.rest.MessagePublicationRequest;
import io.camunda.client.protocol.rest.ProcessInstanceCreationInstruction;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lifeboat.embedded.access.AccessRules;
import lifeboat.embedded.access.Caller;
import lifeboat.embedded.access.Permission;
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
    private final ObjectMapper mapper = new ObjectMapper();

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
            allow(() -> rules.requireToPublish(caller, Objects.toString(publish.getName(), "")));
            publish.setVariables(with(rules.ofMessage(caller, publish.getName()), publish.getVariables()));
        } else if (body instanceof MessageCorrelationRequest correlate) {
            correlate.setVariables(with(rules.ofMessage(caller, Objects.toString(correlate.getName(), "")),
                    correlate.getVariables()));
        } else if (body instanceof ProcessInstanceCreationInstruction create) {
            create.setVariables(with(rules.ofInstance(caller), create.getVariables()));
        } else {
            allow(() -> {
                rules.requireNotSet(caller, variables(mapper.valueToTree(body)));
                if (body instanceof JobUpdateRequest update && update.getChangeset() != null) {
                    requireToUpdate(caller, update.getChangeset());
                }
            });
        }
        return body;
    }

    /** A job's timeout is the lease of who works on it; its tries are an operator's. */
    private static void requireToUpdate(Caller caller, JobChangeset changes) throws Caller.Forbidden {
        if (changes.getTimeout() != null) {
            caller.require(Permission.WORK);
        }
        if (changes.getRetries() != null) {
            caller.require(Permission.OPERATE);
        }
    }

    /** All that are set, wherever in the request. */
    private static Set<String> variables(JsonNode body) {
        Set<String> names = new HashSet<>();
        body.findValues("variables").forEach(variables -> variables.fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** Something that not everybody may do. */
    private interface Check {
        void run() throws Caller.Forbidden;
    }

    private static void allow(Check check) {
        try {
            check.run();
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
