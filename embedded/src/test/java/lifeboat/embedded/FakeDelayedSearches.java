package lifeboat.embedded;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers each search as it would have been answered when it was last asked, and the first time as if there were
 * nothing yet: in a cluster, searches are behind the commands.
 */
class FakeDelayedSearches extends OncePerRequestFilter {

    private static final Answer NOTHING_FOUND = new Answer(200, MediaType.APPLICATION_JSON_VALUE,
            "{\"items\":[],\"page\":{\"totalItems\":0}}".getBytes(StandardCharsets.UTF_8));
    private static final Answer NOT_THERE = new Answer(404, MediaType.APPLICATION_PROBLEM_JSON_VALUE,
            "{\"title\":\"NOT_FOUND\",\"status\":404,\"detail\":\"not there yet\"}".getBytes(StandardCharsets.UTF_8));

    private record Answer(int status, String type, byte[] body) {
    }

    private final Map<String, Answer> last = new ConcurrentHashMap<>();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("POST") ? !path.endsWith("/search") && !path.contains("/statistics/")
                : !request.getMethod().equals("GET") || !path.matches("/v2/[a-z-]+/\\d+.*");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readAllBytes();
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(new Repeated(request, body), answer);
        if (answer.getStatus() < 400 || answer.getStatus() == 404) {
            String question = request.getMethod() + request.getRequestURI() + new String(body, StandardCharsets.UTF_8);
            Answer before = last.put(question, new Answer(answer.getStatus(), answer.getContentType(),
                    answer.getContentAsByteArray()));
            Answer told = before != null ? before : request.getMethod().equals("GET") ? NOT_THERE : NOTHING_FOUND;
            answer.resetBuffer();
            answer.setStatus(told.status());
            answer.setContentType(told.type());
            answer.getOutputStream().write(told.body());
        }
        answer.copyBodyToResponse();
    }

    /** A request whose body was read already. */
    private static final class Repeated extends HttpServletRequestWrapper {

        private final byte[] body;

        Repeated(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {

                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
