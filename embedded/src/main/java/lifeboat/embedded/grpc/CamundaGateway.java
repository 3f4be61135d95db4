package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.*;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.MigrateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.MigrateProcessInstanceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.deployment.ResourceFile;
import lifeboat.embedded.engine.DatabaseFailure;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.instance.Incidents;
import lifeboat.embedded.instance.InstanceMigration;
import lifeboat.embedded.instance.InstanceMigrations;
import lifeboat.embedded.instance.Modification;
import lifeboat.embedded.instance.ProcessInstances;
import lifeboat.embedded.instance.Start;
import lifeboat.embedded.job.JobDispatcher;
import lifeboat.embedded.job.Jobs;
import lifeboat.embedded.message.Messages;
import lifeboat.embedded.query.DecisionHistory;
import lifeboat.embedded.signal.Signals;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Camunda 8 gateway protocol over the embedded engine. Calls it does not serve answer UNIMPLEMENTED. */
public class CamundaGateway extends GatewayGrpc.GatewayImplBase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CamundaGateway.class);
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final Deployments deployments;
    private final ProcessInstances instances;
    private final Jobs jobs;
    private final JobDispatcher dispatcher;
    private final Messages messages;
    private final Signals signals;
    private final DecisionHistory decisions;
    private final Incidents incidents;
    private final InstanceMigrations migrations;
    private final JsonVariables json;
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "request-timeouts"));

    public CamundaGateway(Deployments deployments, ProcessInstances instances, Jobs jobs, JobDispatcher dispatcher,
            Messages messages, Signals signals, DecisionHistory decisions, Incidents incidents,
            InstanceMigrations migrations, JsonVariables json) {
        this.deployments = deployments;
        this.instances = instances;
        this.jobs = jobs;
        this.dispatcher = dispatcher;
        this.messages = messages;
        this.signals = signals;
        this.decisions = decisions;
        this.incidents = incidents;
        this.migrations = migrations;
        this.json = json;
    }

    @Override
    public void topology(TopologyRequest request, StreamObserver<TopologyResponse> observer) {
        answer(observer, () -> TopologyResponse.newBuilder()
                .setClusterSize(1).setPartitionsCount(1).setReplicationFactor(1).setGatewayVersion(Camunda.VERSION)
                .addBrokers(BrokerInfo.newBuilder().setNodeId(0).setHost("localhost").setVersion(Camunda.VERSION)
                        .addPartitions(Partition.newBuilder().setPartitionId(1)
                                .setRole(Partition.PartitionBrokerRole.LEADER)
                                .setHealth(Partition.PartitionBrokerHealth.HEALTHY)))
                .build());
    }

    @Override
    public void deployResource(DeployResourceRequest request, StreamObserver<DeployResourceResponse> observer) {
        answer(observer, () -> GrpcDeployment.response(deployments.deploy(request.getResourcesList().stream()
                .map(resource -> new ResourceFile(resource.getName(), resource.getContent().toByteArray())).toList())));
    }

    @Override
    public void deleteResource(DeleteResourceRequest request, StreamObserver<DeleteResourceResponse> observer) {
        answer(observer, () -> {
            deployments.delete(request.getResourceKey());
            return DeleteResourceResponse.getDefaultInstance();
        });
    }

    @Override
    public void evaluateDecision(EvaluateDecisionRequest request, StreamObserver<EvaluateDecisionResponse> observer) {
        answer(observer, () -> GrpcDecision.response(decisions.evaluate(request.getDecisionKey(),
                request.getDecisionId(), request.getVariables())));
    }

    @Override
    public void createProcessInstance(CreateProcessInstanceRequest request,
            StreamObserver<CreateProcessInstanceResponse> observer) {
        answer(observer, () -> {
            var created = instances.create(start(request));
            ProcessDefinition process = created.process();
            return CreateProcessInstanceResponse.newBuilder()
                    .setProcessDefinitionKey(Keys.ofProcess(process.getId()))
                    .setBpmnProcessId(process.getKey())
                    .setVersion(process.getVersion())
                    .setProcessInstanceKey(created.key())
                    .setTenantId(Camunda.TENANT).build();
        });
    }

    @Override
    public void createProcessInstanceWithResult(CreateProcessInstanceWithResultRequest request,
            StreamObserver<CreateProcessInstanceWithResultResponse> observer) {
        CreateProcessInstanceRequest create = request.getRequest();
        guard(observer, () -> {
            var awaited = instances.createAndAwait(start(create));
            ProcessDefinition process = awaited.created().process();
            awaited.end().orTimeout(requestTimeout(request.getRequestTimeout()).toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((ended, failure) -> {
                        if (failure != null) {
                            observer.onError(Status.DEADLINE_EXCEEDED.withDescription(
                                    "Time out between gateway and broker: the instance did not end in time")
                                    .asRuntimeException());
                        } else if (ended.canceled()) {
                            observer.onError(Status.CANCELLED.withDescription(
                                    "The process instance was cancelled before it ended").asRuntimeException());
                        } else {
                            observer.onNext(CreateProcessInstanceWithResultResponse.newBuilder()
                                    .setProcessDefinitionKey(Keys.ofProcess(process.getId()))
                                    .setBpmnProcessId(process.getKey())
                                    .setVersion(process.getVersion())
                                    .setProcessInstanceKey(awaited.created().key())
                                    .setVariables(json.document(ended.variables(), request.getFetchVariablesList()))
                                    .setTenantId(Camunda.TENANT).build());
                            observer.onCompleted();
                        }
                    });
        });
    }

    @Override
    public void cancelProcessInstance(CancelProcessInstanceRequest request,
            StreamObserver<CancelProcessInstanceResponse> observer) {
        answer(observer, () -> {
            instances.cancel(request.getProcessInstanceKey());
            return CancelProcessInstanceResponse.getDefaultInstance();
        });
    }

    @Override
    public void modifyProcessInstance(ModifyProcessInstanceRequest request,
            StreamObserver<ModifyProcessInstanceResponse> observer) {
        answer(observer, () -> {
            instances.modify(request.getProcessInstanceKey(), new Modification(
                    request.getActivateInstructionsList().stream().map(activate -> new Modification.Activation(
                            activate.getElementId(), activate.getAncestorElementInstanceKey(),
                            activate.getVariableInstructionsList().stream().map(variables ->
                                    new Modification.Variables(variables.getScopeId(), variables.getVariables()))
                                    .toList())).toList(),
                    request.getTerminateInstructionsList().stream()
                            .map(ModifyProcessInstanceRequest.TerminateInstruction::getElementInstanceKey).toList()));
            return ModifyProcessInstanceResponse.getDefaultInstance();
        });
    }

    @Override
    public void migrateProcessInstance(MigrateProcessInstanceRequest request,
            StreamObserver<MigrateProcessInstanceResponse> observer) {
        answer(observer, () -> {
            migrations.migrate(request.getProcessInstanceKey(), new InstanceMigration(
                    request.getMigrationPlan().getTargetProcessDefinitionKey(),
                    request.getMigrationPlan().getMappingInstructionsList().stream().map(mapping ->
                            new InstanceMigration.Mapping(mapping.getSourceElementId(), mapping.getTargetElementId()))
                            .toList()));
            return MigrateProcessInstanceResponse.getDefaultInstance();
        });
    }

    @Override
    public void setVariables(SetVariablesRequest request, StreamObserver<SetVariablesResponse> observer) {
        answer(observer, () -> {
            instances.setVariables(request.getElementInstanceKey(), request.getVariables(), request.getLocal());
            return SetVariablesResponse.newBuilder().setKey(request.getElementInstanceKey()).build();
        });
    }

    @Override
    public void activateJobs(ActivateJobsRequest request, StreamObserver<ActivateJobsResponse> observer) {
        guard(observer, () -> {
            requireWork(request.getType(), request.getTimeout());
            if (request.getMaxJobsToActivate() < 1) {
                throw Rejection.invalidArgument("ACTIVATE", "Expected to activate job batch with max jobs to activate "
                        + "to be greater than zero, but it was '%d'", request.getMaxJobsToActivate());
            }
            JobPoll poll = new JobPoll(request, json, (ServerCallStreamObserver<ActivateJobsResponse>) observer);
            dispatcher.add(poll);
            long wait = request.getRequestTimeout() < 0 ? 0 : requestTimeout(request.getRequestTimeout()).toMillis();
            timeouts.schedule(() -> dispatcher.remove(poll, poll::end), wait, TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public void streamActivatedJobs(StreamActivatedJobsRequest request,
            StreamObserver<GatewayOuterClass.ActivatedJob> observer) {
        guard(observer, () -> {
            requireWork(request.getType(), request.getTimeout());
            dispatcher.add(new JobStream(request, json,
                    (ServerCallStreamObserver<GatewayOuterClass.ActivatedJob>) observer));
        });
    }

    @Override
    public void completeJob(CompleteJobRequest request, StreamObserver<CompleteJobResponse> observer) {
        answer(observer, () -> {
            jobs.complete(request.getJobKey(), request.getVariables(), GrpcListenerResult.of(request));
            return CompleteJobResponse.getDefaultInstance();
        });
    }

    @Override
    public void failJob(FailJobRequest request, StreamObserver<FailJobResponse> observer) {
        answer(observer, () -> {
            jobs.fail(request.getJobKey(), request.getRetries(), request.getErrorMessage(),
                    Duration.ofMillis(request.getRetryBackOff()), request.getVariables());
            return FailJobResponse.getDefaultInstance();
        });
    }

    @Override
    public void throwError(ThrowErrorRequest request, StreamObserver<ThrowErrorResponse> observer) {
        answer(observer, () -> {
            jobs.throwError(request.getJobKey(), request.getErrorCode(), request.getErrorMessage(),
                    request.getVariables());
            return ThrowErrorResponse.getDefaultInstance();
        });
    }

    @Override
    public void updateJobRetries(UpdateJobRetriesRequest request, StreamObserver<UpdateJobRetriesResponse> observer) {
        answer(observer, () -> {
            jobs.updateRetries(request.getJobKey(), request.getRetries());
            return UpdateJobRetriesResponse.getDefaultInstance();
        });
    }

    @Override
    public void updateJobTimeout(UpdateJobTimeoutRequest request, StreamObserver<UpdateJobTimeoutResponse> observer) {
        answer(observer, () -> {
            jobs.updateTimeout(request.getJobKey(), Duration.ofMillis(request.getTimeout()));
            return UpdateJobTimeoutResponse.getDefaultInstance();
        });
    }

    @Override
    public void publishMessage(PublishMessageRequest request, StreamObserver<PublishMessageResponse> observer) {
        answer(observer, () -> PublishMessageResponse.newBuilder()
                .setKey(messages.publish(request.getName(), request.getCorrelationKey(),
                        Duration.ofMillis(request.getTimeToLive()), request.getMessageId(), request.getVariables()))
                .setTenantId(Camunda.TENANT).build());
    }

    @Override
    public void broadcastSignal(BroadcastSignalRequest request, StreamObserver<BroadcastSignalResponse> observer) {
        answer(observer, () -> BroadcastSignalResponse.newBuilder()
                .setKey(signals.broadcast(request.getSignalName(), request.getVariables()))
                .setTenantId(Camunda.TENANT).build());
    }

    @Override
    public void resolveIncident(ResolveIncidentRequest request, StreamObserver<ResolveIncidentResponse> observer) {
        answer(observer, () -> {
            incidents.resolve(request.getIncidentKey());
            return ResolveIncidentResponse.getDefaultInstance();
        });
    }

    private static Start start(CreateProcessInstanceRequest request) {
        if (request.getRuntimeInstructionsCount() > 0) {
            throw Rejection.invalidArgument("CREATE", "Runtime instructions are not supported by the embedded engine");
        }
        return new Start(request.getProcessDefinitionKey(), request.getBpmnProcessId(), request.getVersion(),
                request.getVariables(), request.getStartInstructionsList().stream()
                .map(ProcessInstanceCreationStartInstruction::getElementId).toList());
    }

    private static void requireWork(String type, long timeout) {
        if (type.isBlank()) {
            throw Rejection.invalidArgument("ACTIVATE", "Expected to activate job batch with type to be present, "
                    + "but it was blank");
        }
        if (timeout < 1) {
            throw Rejection.invalidArgument("ACTIVATE", "Expected to activate job batch with timeout to be greater "
                    + "than zero, but it was '%d'", timeout);
        }
    }

    private static Duration requestTimeout(long millis) {
        return millis == 0 ? DEFAULT_REQUEST_TIMEOUT : Duration.ofMillis(millis);
    }

    private static <R> void answer(StreamObserver<R> observer, Supplier<R> command) {
        guard(observer, () -> {
            R response = command.get();
            observer.onNext(response);
            observer.onCompleted();
        });
    }

    private static void guard(StreamObserver<?> observer, Runnable command) {
        try {
            command.run();
        } catch (Rejection e) {
            observer.onError(status(e.type()).withDescription(e.getMessage()).asRuntimeException());
        } catch (RuntimeException e) {
            observer.onError(unexpected(e).asRuntimeException());
        }
    }

    /** Zeebe says the same when its disk is full; clients try again then. */
    private static Status unexpected(RuntimeException failure) {
        return DatabaseFailure.in(failure).map(database -> {
            LOG.warn(database.reason());
            return Status.RESOURCE_EXHAUSTED.withDescription(database.reason());
        }).orElseGet(() -> {
            LOG.error("A gateway command failed unexpectedly", failure);
            return Status.INTERNAL.withDescription("Unexpected error: " + failure.getMessage());
        });
    }

    private static Status status(Rejection.Type type) {
        return switch (type) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case INVALID_STATE -> Status.FAILED_PRECONDITION;
        };
    }

    @Override
    public void close() {
        timeouts.shutdownNow();
    }
}
