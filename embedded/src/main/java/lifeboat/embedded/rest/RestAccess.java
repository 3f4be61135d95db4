package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.access.Caller;
import lifeboat.embedded.access.Callers;
import lifeboat.embedded.access.Permission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/** Lets a request to the API through if its caller is known, and may do that. The web applications have their own. */
public class RestAccess extends OncePerRequestFilter {

    /** The caller, as an attribute of the request. */
    static final String CALLER = RestAccess.class.getName() + ".caller";

    private static final Logger ACCESS = LoggerFactory.getLogger("lifeboat.access");

    private record Rule(String method, String path, Permission... any) {

        boolean fits(String asked, String askedPath) {
            return (method.equals("*") || method.equals(asked)) && askedPath.matches(path);
        }
    }

    /** The first that fits. What none fits is for administrators. */
    private static final List<Rule> RULES = List.of(
            new Rule("GET", "/v2/(topology|status|license|authentication/me)", Permission.values()),
            new Rule("GET", "/v2/.*", Permission.READ),
            new Rule("POST", "/v2/.*/(search|statistics/element-instances)", Permission.READ),
            new Rule("POST", "/v2/messages/publication", Permission.PUBLISH, Permission.ALARM),
            new Rule("POST", "/v2/messages/correlation", Permission.PUBLISH),
            new Rule("POST", "/v2/jobs/(activation|[^/]+/(completion|failure|error))", Permission.WORK),
            new Rule("PATCH", "/v2/jobs/[^/]+", Permission.WORK, Permission.OPERATE),
            new Rule("*", "/v2/user-tasks/.*", Permission.DECIDE),
            new Rule("POST", "/v2/deployments", Permission.DEPLOY),
            new Rule("POST", "/v2/(process-instances|incidents|batch-operations|signals|decision-definitions)(/.*)?",
                    Permission.OPERATE),
            new Rule("PUT", "/v2/element-instances/[^/]+/variables", Permission.OPERATE));

    private final Callers callers;
    private final UrlPathHelper paths = new UrlPathHelper();

    public RestAccess(Callers callers) {
        this.callers = callers;
    }

    /** As it will be dispatched: decoded, without parameters and doubled slashes. */
    private String path(HttpServletRequest request) {
        return paths.getPathWithinApplication(request).replaceAll("/+", "/");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().matches("/|/favicon.ico|/operaton/.*")
                && path(request).matches("/|/favicon.ico|/operaton/((?!\\.\\.).)*");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = path(request);
        Optional<Caller> found = callers.find(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (found.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Camunda 8 API\", charset=\"UTF-8\"");
            answer(request, response, HttpStatus.UNAUTHORIZED, "Expected a user and a password (HTTP Basic) that are "
                    + "known here");
            return;
        }
        Caller caller = found.get();
        Permission[] needed = RULES.stream().filter(rule -> rule.fits(request.getMethod(), path)).findFirst()
                .map(Rule::any).orElse(new Permission[] {Permission.ADMINISTER});
        try {
            caller.require(needed);
        } catch (Caller.Forbidden e) {
            ACCESS.warn("{} {} was refused: {}", request.getMethod(), printable(path), e.getMessage());
            answer(request, response, HttpStatus.FORBIDDEN, e.getMessage());
            return;
        }
        if (!caller.application() && Arrays.stream(needed).filter(caller::may).allMatch(Permission::isLogged)) {
            ACCESS.info("{}: {} {}", caller.name(), request.getMethod(), printable(path));
        }
        request.setAttribute(CALLER, caller);
        chain.doFilter(request, response);
    }

    /** A path that is decoded may have what ends a line. */
    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String why)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        new ObjectMapper().writeValue(response.getOutputStream(), Map.of("type", "about:blank", "title",
                status.getReasonPhrase(), "status", status.value(), "detail", why, "instance",
                request.getRequestURI()));
    }
}
