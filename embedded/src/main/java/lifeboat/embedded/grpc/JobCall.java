package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivatedJob.JobKind;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivatedJob.ListenerEventType;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.job.ActivatedJob;
import lifeboat.embedded.job.JobConsumer;
import lifeboat.embedded.variable.JsonVariables;

/** A gRPC call through which a worker gets jobs, one at a time or many, until it is cancelled or served. */
abstract class JobCall<R> implements JobConsumer {

    private final String type;
    private final String worker;
    private final Duration timeout;
    private final Collection<String> fetchVariables;
    private final JsonVariables json;
    private final ServerCallStreamObserver<R> observer;
    private volatile boolean closed;

    JobCall(String type, String worker, long timeoutMillis, Collection<String> fetchVariables, JsonVariables json,
            ServerCallStreamObserver<R> observer) {
        this.type = type;
        this.worker = worker.isEmpty() ? "default" : worker;
        this.timeout = Duration.ofMillis(timeoutMillis);
        this.fetchVariables = List.copyOf(fetchVariables);
        this.json = json;
        this.observer = observer;
        observer.setOnCancelHandler(() -> closed = true);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String worker() {
        return worker;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Collection<String> fetchVariables() {
        return fetchVariables;
    }

    @Override
    public boolean isClosed() {
        return closed || observer.isCancelled();
    }

    boolean isReady() {
        return observer.isReady();
    }

    synchronized boolean send(R message) {
        if (isClosed()) {
            return false;
        }
        observer.onNext(message);
        return true;
    }

    synchronized void end() {
        if (!isClosed()) {
            closed = true;
            observer.onCompleted();
        }
    }

    GatewayOuterClass.ActivatedJob message(ActivatedJob job) {
        return GatewayOuterClass.ActivatedJob.newBuilder()
                .setKey(job.key())
                .setType(job.type())
                .setProcessInstanceKey(job.processInstanceKey())
                .setBpmnProcessId(job.bpmnProcessId())
                .setProcessDefinitionVersion(job.processDefinitionVersion())
                .setProcessDefinitionKey(job.processDefinitionKey())
                .setElementId(job.elementId())
                .setElementInstanceKey(job.elementInstanceKey())
                .setCustomHeaders(json.write(job.headers()))
                .setWorker(job.worker())
                .setRetries(job.retries())
                .setDeadline(job.deadline().toEpochMilli())
                .setVariables(job.variables())
                .setTenantId(Camunda.TENANT)
                .setKind(JobKind.valueOf(job.kind()))
                .setListenerEventType(job.listening().map(event -> ListenerEventType.valueOf(event.name()))
                        .orElse(ListenerEventType.UNSPECIFIED))
                .build();
    }
}
