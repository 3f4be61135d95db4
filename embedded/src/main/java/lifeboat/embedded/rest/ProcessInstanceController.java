package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.CreateProcessInstanceResult;
import io.camunda.client.protocol.rest.MigrateProcessInstanceMappingInstruction;
import io.camunda.client.protocol.rest.ProcessInstanceCreationInstruction;
import io.camunda.client.protocol.rest.ProcessInstanceCreationStartInstruction;
import io.camunda.client.protocol.rest.ProcessInstanceMigrationInstruction;
import io.camunda.client.protocol.rest.ProcessInstanceModificationInstruction;
import io.camunda.client.protocol.rest.SetVariableRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.EndedInstance;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.instance.InstanceMigration;
import lifeboat.embedded.instance.InstanceMigrations;
import lifeboat.embedded.instance.Modification;
import lifeboat.embedded.instance.ProcessInstances;
import lifeboat.embedded.instance.Start;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Starts, cancels and changes process instances. */
@RestController
@RequestMapping("/v2")
public class ProcessInstanceController {

    private static final int LATEST = -1;
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final ProcessInstances instances;
    private final InstanceMigrations migrations;
    private final JsonVariables json;

    public ProcessInstanceController(ProcessInstances instances, InstanceMigrations migrations, JsonVariables json) {
        this.instances = instances;
        this.migrations = migrations;
        this.json = json;
    }

    @PostMapping("/process-instances")
    DeferredResult<CreateProcessInstanceResult> create(@RequestBody ProcessInstanceCreationInstruction request) {
        Start start = start(request);
        DeferredResult<CreateProcessInstanceResult> answer = new DeferredResult<>(0L);
        if (Boolean.TRUE.equals(request.getAwaitCompletion())) {
            ProcessInstances.Awaited awaited = instances.createAndAwait(start);
            awaited.end().orTimeout(timeout(request).toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((ended, failure) -> end(answer, request, awaited.created(), ended, failure));
        } else {
            answer.setResult(result(instances.create(start)));
        }
        return answer;
    }

    private void end(DeferredResult<CreateProcessInstanceResult> answer, ProcessInstanceCreationInstruction request,
            ProcessInstances.Created created, EndedInstance ended, Throwable failure) {
        if (failure != null) {
            answer.setErrorResult(new UnfinishedException(HttpStatus.GATEWAY_TIMEOUT, "DEADLINE_EXCEEDED",
                    "Time out between gateway and broker: the instance did not end in time"));
        } else if (ended.canceled()) {
            answer.setErrorResult(new UnfinishedException(HttpStatus.CONFLICT, "CANCELLED",
                    "The process instance was cancelled before it ended"));
        } else {
            List<String> fetch = request.getFetchVariables() == null ? List.of() : request.getFetchVariables();
            answer.setResult(result(created).variables(json.read(json.document(ended.variables(), fetch))));
        }
    }

    private static Duration timeout(ProcessInstanceCreationInstruction request) {
        Long millis = request.getRequestTimeout();
        return millis == null || millis == 0 ? DEFAULT_REQUEST_TIMEOUT : Duration.ofMillis(millis);
    }

    private static CreateProcessInstanceResult result(ProcessInstances.Created created) {
        return new CreateProcessInstanceResult()
                .processDefinitionKey(String.valueOf(Keys.ofProcess(created.process().getId())))
                .processDefinitionId(created.process().getKey())
                .processDefinitionVersion(created.process().getVersion())
                .processInstanceKey(created.processInstanceId())
                .tenantId(Camunda.TENANT);
    }

    private Start start(ProcessInstanceCreationInstruction request) {
        if (request.getRuntimeInstructions() != null && !request.getRuntimeInstructions().isEmpty()) {
            throw Rejection.invalidArgument("CREATE", "Runtime instructions are not supported by the embedded engine");
        }
        return new Start(
                request.getProcessDefinitionKey() == null ? 0
                        : JobController.key("CREATE", request.getProcessDefinitionKey()),
                request.getProcessDefinitionId() == null ? "" : request.getProcessDefinitionId(),
                request.getProcessDefinitionVersion() == null ? LATEST : request.getProcessDefinitionVersion(),
                json.write(request.getVariables()),
                request.getStartInstructions() == null ? List.of() : request.getStartInstructions().stream()
                        .map(ProcessInstanceCreationStartInstruction::getElementId).toList());
    }

    @PostMapping("/process-instances/{key}/modification")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void modify(@PathVariable long key, @RequestBody ProcessInstanceModificationInstruction request) {
        instances.modify(key, new Modification(
                list(request.getActivateInstructions()).stream().map(activate -> new Modification.Activation(
                        activate.getElementId(), activate.getAncestorElementInstanceKey() == null ? 0
                        : Math.max(0, JobController.key("MODIFY", activate.getAncestorElementInstanceKey())),
                        list(activate.getVariableInstructions()).stream().map(variables ->
                                new Modification.Variables(Objects.requireNonNullElse(variables.getScopeId(), ""),
                                        json.write(variables.getVariables()))).toList())).toList(),
                list(request.getTerminateInstructions()).stream()
                        .map(terminate -> JobController.key("MODIFY", terminate.getElementInstanceKey())).toList()));
    }

    private static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : list;
    }

    @PostMapping("/process-instances/{key}/migration")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void migrate(@PathVariable long key, @RequestBody ProcessInstanceMigrationInstruction request) {
        migrations.migrate(key, migration(request));
    }

    /** @throws Rejection if something is missing */
    static InstanceMigration migration(ProcessInstanceMigrationInstruction request) {
        if (request == null || request.getTargetProcessDefinitionKey() == null) {
            throw Rejection.invalidArgument("MIGRATE", "No targetProcessDefinitionKey provided");
        }
        List<MigrateProcessInstanceMappingInstruction> mappings = list(request.getMappingInstructions());
        if (mappings.isEmpty()) {
            throw Rejection.invalidArgument("MIGRATE", "No mappingInstructions provided");
        }
        if (mappings.stream().anyMatch(mapping -> mapping == null || mapping.getSourceElementId() == null
                || mapping.getTargetElementId() == null)) {
            throw Rejection.invalidArgument("MIGRATE", "All [sourceElementId, targetElementId] are required");
        }
        return new InstanceMigration(JobController.key("MIGRATE", request.getTargetProcessDefinitionKey()),
                mappings.stream().map(mapping ->
                        new InstanceMigration.Mapping(mapping.getSourceElementId(),
                                mapping.getTargetElementId())).toList());
    }

    @PostMapping("/process-instances/{key}/cancellation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable long key) {
        instances.cancel(key);
    }

    @PutMapping("/element-instances/{key}/variables")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setVariables(@PathVariable long key, @RequestBody SetVariableRequest request) {
        instances.setVariables(key, json.write(request.getVariables()), Boolean.TRUE.equals(request.getLocal()));
    }
}
