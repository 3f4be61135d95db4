package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.JobActivationRequest;
import io.camunda.client.protocol.rest.JobChangeset;
import io.camunda.client.protocol.rest.JobCompletionRequest;
import io.camunda.client.protocol.rest.JobErrorRequest;
import io.camunda.client.protocol.rest.JobFailRequest;
import io.camunda.client.protocol.rest.JobResult;
import io.camunda.client.protocol.rest.JobResultCorrections;
import io.camunda.client.protocol.rest.JobResultUserTask;
import io.camunda.client.protocol.rest.JobUpdateRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.ListenerResult;
import lifeboat.embedded.job.JobDispatcher;
import lifeboat.embedded.job.Jobs;
import lifeboat.embedded.query.JobSearch;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** Hands jobs out by long polling, and takes back what became of them. */
@RestController
@RequestMapping("/v2/jobs")
public class JobController implements AutoCloseable {

    private static final long DEFAULT_REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final long BEAT_MILLIS = 250;

    private final Jobs jobs;
    private final JobDispatcher dispatcher;
    private final JsonVariables json;
    private final JobSearch search;
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "rest-poll-timeouts"));

    public JobController(Jobs jobs, JobDispatcher dispatcher, JobSearch search, JsonVariables json) {
        this.jobs = jobs;
        this.dispatcher = dispatcher;
        this.search = search;
        this.json = json;
    }

    @PostMapping("/activation")
    ResponseEntity<ResponseBodyEmitter> activate(@RequestBody JobActivationRequest request) {
        require(request.getType() != null && !request.getType().isBlank(), "No type provided");
        require(request.getTimeout() != null && request.getTimeout() > 0,
                "The value for timeout is '%s' but must be greater than 0".formatted(request.getTimeout()));
        require(request.getMaxJobsToActivate() != null && request.getMaxJobsToActivate() > 0,
                "The value for maxJobsToActivate is '%s' but must be greater than 0"
                        .formatted(request.getMaxJobsToActivate()));
        RestPoll poll = new RestPoll(request, json);
        dispatcher.add(poll);
        Long wait = request.getRequestTimeout();
        timeouts.schedule(() -> dispatcher.remove(poll, poll::end), wait == null || wait == 0
                ? DEFAULT_REQUEST_TIMEOUT_MILLIS : Math.max(0, wait), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> beat = timeouts.scheduleWithFixedDelay(poll::beat, BEAT_MILLIS, BEAT_MILLIS,
                TimeUnit.MILLISECONDS);
        poll.answer().onCompletion(() -> beat.cancel(false));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(poll.answer());
    }

    @PostMapping(value = "/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String search(@RequestBody(required = false) String body) {
        return search.search(body).toString();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw Rejection.invalidArgument("ACTIVATE", "%s", otherwise);
        }
    }

    @PostMapping("/{key}/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(@PathVariable long key, @RequestBody(required = false) JobCompletionRequest request) {
        jobs.complete(key, request == null ? "" : json.write(request.getVariables()),
                request == null || request.getResult() == null ? ListenerResult.NONE : result(request.getResult()));
    }

    private static ListenerResult result(JobResult result) {
        if (result instanceof JobResultUserTask ofTask) {
            return result(ofTask);
        }
        throw Rejection.invalidArgument("COMPLETE", "A result of type '%s' is not supported by the embedded engine",
                result.getType());
    }

    private static ListenerResult result(JobResultUserTask result) {
        Map<String, Object> corrections = new HashMap<>();
        JobResultCorrections corrected = result.getCorrections();
        if (corrected != null) {
            corrections.put("assignee", corrected.getAssignee());
            corrections.put("dueDate", corrected.getDueDate());
            corrections.put("followUpDate", corrected.getFollowUpDate());
            corrections.put("candidateUsers", corrected.getCandidateUsers());
            corrections.put("candidateGroups", corrected.getCandidateGroups());
            corrections.put("priority", corrected.getPriority());
            corrections.values().removeIf(Objects::isNull);
        }
        return new ListenerResult(Boolean.TRUE.equals(result.getDenied()),
                Objects.requireNonNullElse(result.getDeniedReason(), ""), corrections);
    }

    @PostMapping("/{key}/failure")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void fail(@PathVariable long key, @RequestBody(required = false) JobFailRequest request) {
        JobFailRequest failure = request == null ? new JobFailRequest() : request;
        jobs.fail(key, failure.getRetries() == null ? 0 : failure.getRetries(),
                failure.getErrorMessage() == null ? "" : failure.getErrorMessage(),
                Duration.ofMillis(failure.getRetryBackOff() == null ? 0 : failure.getRetryBackOff()),
                json.write(failure.getVariables()));
    }

    @PostMapping("/{key}/error")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void throwError(@PathVariable long key, @RequestBody JobErrorRequest request) {
        if (request.getErrorCode() == null || request.getErrorCode().isBlank()) {
            throw Rejection.invalidArgument("THROW_ERROR", "No errorCode provided");
        }
        jobs.throwError(key, request.getErrorCode(), request.getErrorMessage() == null ? "" : request.getErrorMessage(),
                json.write(request.getVariables()));
    }

    @PatchMapping("/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void update(@PathVariable long key, @RequestBody JobUpdateRequest request) {
        JobChangeset changes = request.getChangeset();
        if (changes == null || changes.getRetries() == null && changes.getTimeout() == null) {
            throw Rejection.invalidArgument("UPDATE", "At least one of [retries, timeout] is required");
        }
        if (changes.getRetries() != null) {
            jobs.updateRetries(key, changes.getRetries());
        }
        if (changes.getTimeout() != null) {
            jobs.updateTimeout(key, Duration.ofMillis(changes.getTimeout()));
        }
    }

    /** A key in a body, where it is text. */
    static long key(String intent, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Rejection.invalidArgument(intent, "The key '%s' is no number", text);
        }
    }

    @Override
    public void close() {
        timeouts.shutdownNow();
    }
}
