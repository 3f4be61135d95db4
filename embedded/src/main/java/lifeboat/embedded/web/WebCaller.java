package lifeboat.embedded.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.operaton.bpm.webapp.impl.security.auth.Authentication;
import org.operaton.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.operaton.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who starts an instance in a web application is kept in its variable, as it is for gRPC and REST: nobody says it
 * himself, and nobody changes it.
 */
class WebCaller extends OncePerRequestFilter {

    private static final Pattern START = Pattern.compile(".*/process-definition/.+/(start|submit-form)/?");
    private static final Pattern MESSAGE = Pattern.compile(".*/message/?");

    private final String variable;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param variable the one that an instance keeps it in */
    WebCaller(String variable) {
        this.variable = variable;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().contains("/api/") || "GET".equals(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = URLDecoder.decode(request.getRequestURI(), StandardCharsets.UTF_8);
        if (path.contains("/" + variable)) {
            refuse(response);
        } else if (!String.valueOf(request.getContentType()).contains("json")) {
            chain.doFilter(request, response);
        } else {
            byte[] body = request.getInputStream().readAllBytes();
            JsonNode json = body.length == 0 ? mapper.createObjectNode() : parsed(body);
            if (json == null) {
                response.sendError(HttpStatus.BAD_REQUEST.value(), "The body is no JSON.");
            } else if (isNamed(json)) {
                refuse(response);
            } else {
                chain.doFilter(new RequestWithBody(request, saysWho(request, path, json) ? mapper.writeValueAsBytes(json)
                        : body), response);
            }
        }
    }

    private JsonNode parsed(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** As a name, or as a value: a change may name it either way. */
    private boolean isNamed(JsonNode json) {
        if (json.isTextual()) {
            return json.textValue().equals(variable);
        }
        if (json.has(variable)) {
            return true;
        }
        for (JsonNode part : json) {
            if (isNamed(part)) {
                return true;
            }
        }
        return false;
    }

    /** @return whether it starts an instance, and now says who does */
    private boolean saysWho(HttpServletRequest request, String path, JsonNode json) {
        String variables = START.matcher(path).matches() ? "variables"
                : MESSAGE.matcher(path).matches() ? "processVariables" : null;
        Optional<String> user = user(request);
        if (variables == null || user.isEmpty() || !(json instanceof ObjectNode body)) {
            return false;
        }
        ObjectNode all = body.get(variables) instanceof ObjectNode given ? given : body.putObject(variables);
        all.putObject(variable).put("value", user.get()).put("type", "String");
        return true;
    }

    private static Optional<String> user(HttpServletRequest request) {
        Authentications known = request.getSession(false) == null ? null
                : AuthenticationUtil.getAuthsFromSession(request.getSession(false));
        return known == null ? Optional.empty() : known.getAuthentications().stream()
                .map(Authentication::getIdentityId).findFirst();
    }

    private void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        mapper.writeValue(response.getOutputStream(), Map.of("type", "Forbidden", "message",
                "The variable '%s' says who started an instance: the engine writes it, and nobody else.".formatted(
                        variable)));
    }
}
