package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.ActivatedJobResult;
import io.camunda.client.protocol.rest.JobActivationRequest;
import io.camunda.client.protocol.rest.JobActivationResult;
import io.camunda.client.protocol.rest.JobKindEnum;
import io.camunda.client.protocol.rest.JobListenerEventTypeEnum;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import lifeboat.embedded.job.ActivatedJob;
import lifeboat.embedded.job.JobConsumer;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.web.context.request.async.DeferredResult;

/** A worker's poll over REST, held open until there are jobs or its time is over. */
class RestPoll implements JobConsumer {

    private final JobActivationRequest request;
    private final JsonVariables json;
    private final DeferredResult<JobActivationResult> answer = new DeferredResult<>(0L);

    RestPoll(JobActivationRequest request, JsonVariables json) {
        this.request = request;
        this.json = json;
    }

    DeferredResult<JobActivationResult> answer() {
        return answer;
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
        return answer.isSetOrExpired();
    }

    @Override
    public boolean deliver(List<ActivatedJob> jobs) {
        return answer.setResult(new JobActivationResult().jobs(jobs.stream().map(this::result).toList()));
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
                .tenantId(Tenant.DEFAULT)
                .kind(JobKindEnum.BPMN_ELEMENT)
                .listenerEventType(JobListenerEventTypeEnum.UNSPECIFIED)
                .tags(Set.of());
    }
}
