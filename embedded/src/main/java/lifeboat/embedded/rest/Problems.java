package lifeboat.embedded.rest;

import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.DatabaseFailure;
import lifeboat.embedded.query.UnsupportedSearchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors as problem details (RFC 9457), with Zeebe's titles and status codes. */
@RestControllerAdvice
public class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Map<Rejection.Type, HttpStatus> STATUS = Map.of(
            Rejection.Type.INVALID_ARGUMENT, HttpStatus.BAD_REQUEST,
            Rejection.Type.NOT_FOUND, HttpStatus.NOT_FOUND,
            Rejection.Type.ALREADY_EXISTS, HttpStatus.CONFLICT,
            Rejection.Type.INVALID_STATE, HttpStatus.CONFLICT);

    @ExceptionHandler(Rejection.class)
    ResponseEntity<ProblemDetail> rejected(Rejection e) {
        return problem(STATUS.get(e.type()), e.type().name(), e.getMessage());
    }

    @ExceptionHandler(UnfinishedException.class)
    ResponseEntity<ProblemDetail> unfinished(UnfinishedException e) {
        return problem(e.status(), e.title(), e.getMessage());
    }

    @ExceptionHandler(UnsupportedSearchException.class)
    ResponseEntity<ProblemDetail> unsupported(UnsupportedSearchException e) {
        return problem(HttpStatus.BAD_REQUEST, Rejection.Type.INVALID_ARGUMENT.name(), e.getMessage());
    }

    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<ProblemDetail> unexpected(RuntimeException e) {
        Optional<DatabaseFailure> database = DatabaseFailure.in(e);
        if (database.isPresent()) {
            LOG.warn(database.get().reason());
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "RESOURCE_EXHAUSTED", database.get().reason());
        }
        LOG.error("A REST command failed unexpectedly", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL", "Unexpected error: " + e.getMessage());
    }

    /** The parser's own words name classes of ours. */
    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
                "The request body is not the JSON document that is expected here");
        problem.setTitle(HttpStatus.BAD_REQUEST.getReasonPhrase());
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
