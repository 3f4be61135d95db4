package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.ActivatedJobResult;
import io.camunda.client.protocol.rest.JobActivationRequest;
import io.camunda.client.protocol.rest.JobActivationResult;
import io.camunda.client.protocol.rest.JobKindEnum;
import io.camunda.client.protocol.rest.JobListenerEventTypeEnum;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.job.ActivatedJob;
import lifeboat.embedded.job.JobConsumer;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * A worker's poll over REST, held open until there are jobs or its time is over.
 *
 * <p>A server notices that a caller has gone only when it writes to it, and a job that is handed to somebody who has
 * gone is lost until its timeout. So the answer begins with white space, which JSON allows, one now and then.
 */
class RestPoll implements JobConsumer {

    private final JobActivationRequest request;
    private final JsonVariables json;
    private final ResponseBodyEmitter answer = new ResponseBodyEmitter(0L);
    private volatile boolean closed;

    RestPoll(JobActivationRequest request, JsonVariables json) {
        this.request = request;
        this.json = json;
        answer.onCompletion(() -> closed = true);
        answer.onError(failure -> closed = true);
    }

    ResponseBodyEmitter answer() {
        return answer;
    }

    /** Finds out whether the caller is still there. */
    void beat() {
        send(" ");
    }

    private synchronized boolean send(String text) {
        if (closed) {
            return false;
        }
        try {
            answer.send(text, MediaType.APPLICATION_JSON);
            return true;
        } catch (IOException | IllegalStateException e) {
            closed = true;
            return false;
        }
    }

    @Override
    public String type() {
        return request.getType();
    }

    @Override
    public String worker() {
        return request.getWorker() == null || request.getWorker().isEmpty() ? "default" : request.getWorker();
    }

    @Override
    public Duration timeout() {
        return Duration.ofMillis(request.getTimeout());
    }

    @Override
    public Collection<String> fetchVariables() {
        return request.getFetchVariable() == null ? List.of() : request.getFetchVariable();
    }

    @Override
    public int capacity() {
        return request.getMaxJobsToActivate();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean deliver(List<ActivatedJob> jobs) {
        boolean sent = send(json.write(new JobActivationResult().jobs(jobs.stream().map(this::result).toList())));
        if (sent) {
            closed = true;
            answer.complete();
        }
        return sent;
    }

    void end() {
        deliver(List.of());
    }

    private ActivatedJobResult result(ActivatedJob job) {
        return new ActivatedJobResult()
                .jobKey(String.valueOf(job.key()))
                .type(job.type())
                .processInstanceKey(String.valueOf(job.processInstanceKey()))
                .processDefinitionId(job.bpmnProcessId())
                .processDefinitionVersion(job.processDefinitionVersion())
                .processDefinitionKey(String.valueOf(job.processDefinitionKey()))
                .elementId(job.elementId())
                .elementInstanceKey(String.valueOf(job.elementInstanceKey()))
                .customHeaders(new HashMap<>(job.headers()))
                .worker(job.worker())
                .retries(job.retries())
                .deadline(job.deadline().toEpochMilli())
                .variables(json.read(job.variables()))
                .tenantId(Camunda.TENANT)
                .kind(JobKindEnum.fromValue(job.kind()))
                .listenerEventType(job.listening().map(event -> JobListenerEventTypeEnum.fromValue(event.name()))
                        .orElse(JobListenerEventTypeEnum.UNSPECIFIED))
                .tags(Set.of());
    }
}
