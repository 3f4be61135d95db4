package lifeboat.embedded.instance;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.Listener;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.EndedInstance;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.runtime.ProcessInstance;

/** Starts, cancels and changes process instances. */
public class ProcessInstances {

    private static final String NONE_START = "startEvent";

    private final RepositoryService repository;
    private final ProcessDefinitions processes;
    private final RuntimeService runtime;
    private final HistoryService history;
    private final Commands commands;
    private final JsonVariables json;
    private final Map<String, CompletableFuture<EndedInstance>> awaited = new ConcurrentHashMap<>();

    public ProcessInstances(EmbeddedEngine engine, Commands commands) {
        this.repository = engine.operaton().getRepositoryService();
        this.processes = new ProcessDefinitions(engine, commands);
        this.runtime = engine.operaton().getRuntimeService();
        this.history = engine.operaton().getHistoryService();
        this.json = engine.json();
        this.commands = commands;
        engine.instanceEnded().subscribe(this::ended);
    }

    /** An instance and the process it runs. */
    public record Created(ProcessDefinition process, String processInstanceId) {

        public long key() {
            return Long.parseLong(processInstanceId);
        }
    }

    /** An instance that was started, and the moment it ends. */
    public record Awaited(Created created, CompletableFuture<EndedInstance> end) {
    }

    public Created create(Start start) {
        ProcessDefinition process = process(start);
        Map<String, Object> stored = json.stored("CREATE", start.variables());
        return new Created(process, commands.inTransaction(context -> begin(process, start, stored)));
    }

    /** Like {@link #create}, for a caller who waits for the end. */
    public Awaited createAndAwait(Start start) {
        ProcessDefinition process = process(start);
        Map<String, Object> stored = json.stored("CREATE", start.variables());
        CompletableFuture<EndedInstance> end = new CompletableFuture<>();
        String id = commands.inTransaction(context -> {
            String instance = begin(process, start, stored);
            awaited.put(instance, end);
            return instance;
        });
        end.whenComplete((ended, failure) -> awaited.remove(id));
        return new Awaited(new Created(process, id), end);
    }

    private String begin(ProcessDefinition process, Start start, Map<String, Object> variables) {
        if (start.elements().isEmpty()) {
            requireNoneStart(process.getId());
            return runtime.startProcessInstanceById(process.getId(), variables).getProcessInstanceId();
        }
        if (processes.withId(process.getId()).getActivities().stream().anyMatch(Listener::isForStartOfProcess)) {
            throw Rejection.invalidArgument("CREATE", "Expected to create instance of process '%s' with start "
                    + "instructions, but the execution listeners for its start would be passed over, which the "
                    + "embedded engine does not do", process.getKey());
        }
        var builder = runtime.createProcessInstanceById(process.getId()).setVariables(variables);
        for (String element : start.elements()) {
            requireElement("CREATE", process.getId(), element, "Expected to create instance of process '%2$s' with "
                    + "start instructions but no element found with id '%1$s'.");
            builder.startBeforeActivity(element);
        }
        return builder.execute().getProcessInstanceId();
    }

    private void requireNoneStart(String processDefinitionId) {
        ActivityImpl initial = processes.withId(processDefinitionId).getInitial();
        if (initial == null || !NONE_START.equals(initial.getProperty("type"))) {
            throw Rejection.invalidState("CREATE",
                    "Expected to create instance of process with none start event, but there is no such event");
        }
    }

    private void requireElement(String intent, String processDefinitionId, String element, String otherwise) {
        if (processes.withId(processDefinitionId).findActivity(element) == null) {
            throw Rejection.invalidArgument(intent, otherwise, element, processes.withId(processDefinitionId).getKey());
        }
    }

    /** Starts and ends elements of a running instance by hand. */
    public void modify(long processInstanceKey, Modification modification) {
        String id = String.valueOf(processInstanceKey);
        commands.onInstance(id, () -> {
            ProcessInstance instance = runtime.createProcessInstanceQuery().processInstanceId(id).singleResult();
            if (instance == null) {
                throw Rejection.notFound("MODIFY", "Expected to modify process instance but no process instance found "
                        + "with key '%d'", processInstanceKey);
            }
            var builder = runtime.createProcessInstanceModification(id);
            modification.terminated().forEach(key ->
                    builder.cancelActivityInstance(activityInstance(instance.getProcessDefinitionId(), key)));
            for (Modification.Activation activation : modification.activations()) {
                requireElement("MODIFY", instance.getProcessDefinitionId(), activation.elementId(),
                        "Expected to modify instance of process '%2$s' but it contains one or more activate "
                                + "instructions with an element that could not be found: '%1$s'");
                var started = activation.ancestorKey() > 0
                        ? builder.startBeforeActivity(activation.elementId(),
                                activityInstance(instance.getProcessDefinitionId(), activation.ancestorKey()))
                        : builder.startBeforeActivity(activation.elementId());
                for (Modification.Variables variables : activation.variables()) {
                    Map<String, Object> stored = json.stored("MODIFY", variables.document());
                    if (variables.scopeId().isEmpty()) {
                        runtime.setVariables(id, stored);
                    } else {
                        stored.forEach(started::setVariableLocal);
                    }
                }
            }
            builder.execute();
            return null;
        });
    }

    private String activityInstance(String processDefinitionId, long key) {
        return running(key).map(HistoricActivityInstance::getId).orElseThrow(() -> Rejection.invalidArgument("MODIFY",
                "Expected to modify instance of process '%s' but it contains one or more terminate instructions with "
                        + "an element instance that could not be found: '%d'",
                processes.withId(processDefinitionId).getKey(), key));
    }

    private Optional<HistoricActivityInstance> running(long elementInstanceKey) {
        return history.createNativeHistoricActivityInstanceQuery()
                .sql("select * from ACT_HI_ACTINST where END_TIME_ is null and ID_ like #{id}")
                .parameter("id", "%:" + elementInstanceKey).list().stream().findFirst();
    }

    public void cancel(long processInstanceKey) {
        String id = String.valueOf(processInstanceKey);
        commands.onInstance(id, () -> {
            ProcessInstance instance = runtime.createProcessInstanceQuery().processInstanceId(id).singleResult();
            if (instance == null) {
                throw Rejection.notFound("CANCEL",
                        "Expected to cancel a process instance with key '%d', but no such process was found",
                        processInstanceKey);
            }
            if (!id.equals(instance.getRootProcessInstanceId())) {
                throw Rejection.invalidState("CANCEL", "Expected to cancel a process instance with key '%d', but it is "
                        + "created by a parent process instance. Cancel the root process instance '%s' instead.",
                        processInstanceKey, instance.getRootProcessInstanceId());
            }
            runtime.deleteProcessInstance(id, "cancelled");
            return null;
        });
    }

    /** @param local whether the variables stay in the element's own scope, or go where they already are */
    public void setVariables(long elementInstanceKey, String variables, boolean local) {
        Map<String, Object> stored = json.stored("UPDATE", variables);
        String executionId = executionOf(elementInstanceKey);
        String processInstanceId = runtime.createExecutionQuery().executionId(executionId).singleResult()
                .getProcessInstanceId();
        commands.onInstance(processInstanceId, () -> {
            if (local) {
                runtime.setVariablesLocal(executionId, stored);
            } else {
                runtime.setVariables(executionId, stored);
            }
            return null;
        });
    }

    private String executionOf(long elementInstanceKey) {
        String id = String.valueOf(elementInstanceKey);
        if (runtime.createProcessInstanceQuery().processInstanceId(id).count() > 0) {
            return id;
        }
        return running(elementInstanceKey).map(HistoricActivityInstance::getExecutionId)
                .orElseThrow(() -> Rejection.notFound("UPDATE",
                        "Expected to update variables for element with key '%d', but no such element was found",
                        elementInstanceKey));
    }

    private ProcessDefinition process(Start start) {
        long key = start.processDefinitionKey();
        String bpmnProcessId = start.bpmnProcessId();
        int version = start.version();
        if (key > 0) {
            return processes.withKey(key).orElseThrow(() -> Rejection.notFound("CREATE",
                    "Expected to find process definition with key '%d', but none found", key));
        }
        if (bpmnProcessId.isEmpty()) {
            throw Rejection.invalidArgument("CREATE",
                    "Expected at least a bpmnProcessId or a key greater than -1, but none given");
        }
        var query = repository.createProcessDefinitionQuery().processDefinitionKey(bpmnProcessId);
        ProcessDefinition process =
                (version > 0 ? query.processDefinitionVersion(version) : query.latestVersion()).singleResult();
        if (process == null && version > 0) {
            throw Rejection.notFound("CREATE", "Expected to find process definition with process ID '%s' and version "
                    + "'%d', but none found", bpmnProcessId, version);
        }
        if (process == null) {
            throw Rejection.notFound("CREATE",
                    "Expected to find process definition with process ID '%s', but none found", bpmnProcessId);
        }
        return process;
    }

    private void ended(EndedInstance instance) {
        CompletableFuture<EndedInstance> waiting = awaited.get(instance.processInstanceId());
        if (waiting != null) {
            waiting.complete(instance);
        }
    }
}
