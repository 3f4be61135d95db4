package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests that say they are larger than what the gateway takes, before they are read. */
public class RequestSizeLimit extends OncePerRequestFilter {

    private final DataSize largest;

    public RequestSizeLimit(DataSize largest) {
        this.largest = largest;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/v2/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() <= largest.toBytes()) {
            chain.doFilter(request, response);
            return;
        }
        HttpStatus status = HttpStatus.PAYLOAD_TOO_LARGE;
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        new ObjectMapper().writeValue(response.getOutputStream(), Map.of("type", "about:blank", "title",
                status.getReasonPhrase(), "status", status.value(), "detail",
                "The request of %d bytes is larger than the %d bytes that are taken".formatted(
                        request.getContentLengthLong(), largest.toBytes()), "instance", request.getRequestURI()));
    }
}
