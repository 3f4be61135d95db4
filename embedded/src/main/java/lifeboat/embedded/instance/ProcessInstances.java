package lifeboat.embedded.instance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.runtime.ProcessInstance;

/** Starts, cancels and changes process instances. */
public class ProcessInstances {

    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final HistoryService history;
    private final Commands commands;
    private final JsonVariables json;
    private final Map<String, CompletableFuture<EndedInstance>> awaited = new ConcurrentHashMap<>();

    public ProcessInstances(EmbeddedEngine engine, Commands commands) {
        this.repository = engine.operaton().getRepositoryService();
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

    /**
     * @param key the key of the process, or 0 for {@code bpmnProcessId}
     * @param version the version wanted, or -1 for the latest
     */
    public Created create(long key, String bpmnProcessId, int version, String variables) {
        ProcessDefinition process = process(key, bpmnProcessId, version);
        Map<String, Object> stored = json.stored("CREATE", variables);
        ProcessInstance instance = commands.inTransaction(context ->
                runtime.startProcessInstanceById(process.getId(), stored));
        return new Created(process, instance.getProcessInstanceId());
    }

    /** Like {@link #create}, for a caller who waits for the end. */
    public Awaited createAndAwait(long key, String bpmnProcessId, int version, String variables) {
        ProcessDefinition process = process(key, bpmnProcessId, version);
        Map<String, Object> stored = json.stored("CREATE", variables);
        CompletableFuture<EndedInstance> end = new CompletableFuture<>();
        String id = commands.inTransaction(context -> {
            String instance = runtime.startProcessInstanceById(process.getId(), stored).getProcessInstanceId();
            awaited.put(instance, end);
            return instance;
        });
        end.whenComplete((ended, failure) -> awaited.remove(id));
        return new Awaited(new Created(process, id), end);
    }

    public void cancel(long processInstanceKey) {
        String id = String.valueOf(processInstanceKey);
        commands.onInstance(id, () -> {
            if (runtime.createProcessInstanceQuery().processInstanceId(id).count() == 0) {
                throw Rejection.notFound("CANCEL",
                        "Expected to cancel a process instance with key '%d', but no such process was found",
                        processInstanceKey);
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
        return history.createNativeHistoricActivityInstanceQuery()
                .sql("select * from ACT_HI_ACTINST where END_TIME_ is null and ID_ like #{id}")
                .parameter("id", "%:" + id).list().stream()
                .map(HistoricActivityInstance::getExecutionId)
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("UPDATE",
                        "Expected to update variables for element with key '%d', but no such element was found",
                        elementInstanceKey));
    }

    private ProcessDefinition process(long key, String bpmnProcessId, int version) {
        var query = repository.createProcessDefinitionQuery();
        if (key > 0) {
            return query.list().stream().filter(p -> Keys.ofProcess(p.getId()) == key).findFirst()
                    .orElseThrow(() -> Rejection.notFound("CREATE",
                            "Expected to find process definition with key '%d', but none found", key));
        }
        if (bpmnProcessId.isEmpty()) {
            throw Rejection.invalidArgument("CREATE",
                    "Expected at least a bpmnProcessId or a key greater than -1, but none given");
        }
        query.processDefinitionKey(bpmnProcessId);
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
