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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.operaton.bpm.webapp.impl.security.auth.Authentication;
import org.operaton.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.operaton.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who starts an instance in a web application is kept in its variable, as it is for gRPC and REST: nobody says it
 * himself, nobody changes it, and nobody starts an instance anew with what another's says. To look for it is free.
 */
class WebCaller extends OncePerRequestFilter {

    private static final Pattern START = Pattern.compile(".*/process-definition/.+/(start|submit-form)/*");
    private static final Pattern RESTART = Pattern.compile(".*/process-definition/.+/restart(-async)?/*");
    private static final Pattern MESSAGE = Pattern.compile(".*/message/*");
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");
    private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<MediaType> WITHOUT_VARIABLES = List.of(MediaType.APPLICATION_FORM_URLENCODED,
            MediaType.MULTIPART_FORM_DATA);
    private static final int LARGEST = 20 << 20;

    private final String variable;
    private final Set<String> startMessages;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param variable the one that an instance keeps it in
     * @param startMessages the messages that start instances
     */
    WebCaller(String variable, Set<String> startMessages) {
        this.variable = variable;
        this.startMessages = Set.copyOf(startMessages);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return LOOKS.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = MATRIX_PARAMETERS.matcher(URLDecoder.decode(request.getRequestURI(), StandardCharsets.UTF_8))
                .replaceAll("");
        if (List.of(path.split("/")).contains(variable)) {
            refuseToSayWho(response);
        } else if (RESTART.matcher(path).matches()) {
            refuse(response, HttpStatus.FORBIDDEN, "An instance is not started again with the variables of another: "
                    + "start a new one.");
        } else if (isWithoutVariables(request.getContentType())) {
            chain.doFilter(request, response);
        } else {
            withBody(request, response, chain, path);
        }
    }

    private static boolean isWithoutVariables(String type) {
        try {
            return type != null && WITHOUT_VARIABLES.stream().anyMatch(
                    MediaType.parseMediaType(type)::equalsTypeAndSubtype);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private void withBody(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        JsonNode json = body.length == 0 ? mapper.createObjectNode() : parsed(body);
        if (body.length > LARGEST) {
            refuse(response, HttpStatus.PAYLOAD_TOO_LARGE, "The request is larger than %d bytes.".formatted(LARGEST));
        } else if (json == null) {
            refuse(response, HttpStatus.BAD_REQUEST, "The request's body is no JSON.");
        } else if (isSet(json)) {
            refuseToSayWho(response);
        } else {
            chain.doFilter(new RequestWithBody(request, saysWho(request, path, json) ? mapper.writeValueAsBytes(json)
                    : body), response);
        }
    }

    private JsonNode parsed(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** A variable that is set is the name of a field; one that is deleted is among the deletions. */
    private boolean isSet(JsonNode json) {
        if (json.has(variable) || isAmong(json.path("deletions"))) {
            return true;
        }
        for (JsonNode part : json) {
            if (isSet(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAmong(JsonNode names) {
        for (JsonNode name : names) {
            if (name.asText().equals(variable)) {
                return true;
            }
        }
        return false;
    }

    /** @return whether it starts an instance, and now says who does */
    private boolean saysWho(HttpServletRequest request, String path, JsonNode json) {
        String variables = START.matcher(path).matches() ? "variables"
                : MESSAGE.matcher(path).matches() && startMessages.contains(json.path("messageName").asText())
                ? "processVariables" : null;
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

    private void refuseToSayWho(HttpServletResponse response) throws IOException {
        refuse(response, HttpStatus.FORBIDDEN, "The variable '%s' says who started an instance: the engine writes it, "
                .formatted(variable) + "and nobody else.");
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String why) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        mapper.writeValue(response.getOutputStream(), Map.of("type", status.getReasonPhrase(), "message", why));
    }
}
