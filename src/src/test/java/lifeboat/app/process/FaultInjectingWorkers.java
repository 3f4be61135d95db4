package lifeboat.app.process;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.client.api.worker.JobWorkerBuilderStep1.JobWorkerBuilderStep3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.workers.bpmn.BpmnNames.LeftoverElement;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Outcome;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;

/** Completes every job of a migration at once, except at the elements where a fault is injected. */
final class FaultInjectingWorkers implements AutoCloseable {

    static final Duration FREEZE_DEADLINE = Duration.ofHours(1);

    private final List<JobWorker> workers = new ArrayList<>();
    private final Map<Long, List<String>> done = new ConcurrentHashMap<>();
    private final Map<String, String> errors = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final CamundaClient client;
    private final Map<String, ActivatedJob> hung = new ConcurrentHashMap<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, Object>> results = new ConcurrentHashMap<>();

    FaultInjectingWorkers(CamundaClient client, Set<String> jobTypes) {
        this.client = client;
        jobTypes.forEach(type -> {
            JobWorkerBuilderStep3 worker = client.newWorker().jobType(type).handler(this::handle);
            workers.add(worker.streamEnabled(true).open());
        });
        results.put(SessionMigrationElement.Task_Plan, Map.of(SessionMigration.VARIABLE_LIGHT_PATH, true,
                SessionMigration.VARIABLE_FREEZE_DEADLINE, FREEZE_DEADLINE.toString()));
        planWith(Strategy.STOP_AND_COPY);
        results.put(SessionMigrationElement.Task_Resume, Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.MIGRATED));
        for (String decision : List.of("Error", "Timeout", "Abort", "Aborted", "Refused")) {
            results.put("Task_Decide" + decision, Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.ROLLED_BACK));
        }
        results.put(LeftoverElement.Task_LookAgain, Map.of(SessionMigration.VARIABLE_LEFT, List.of()));
    }

    void planWith(Strategy strategy) {
        completeWith(SessionMigrationElement.Task_Plan, Map.of(SessionMigration.VARIABLE_PLAN, Map.of("strategy",
                strategy.toString())));
    }

    /** @param code none any more if it is null */
    void throwErrorAt(String element, String code) {
        if (code == null) {
            errors.remove(element);
        } else {
            errors.put(element, code);
        }
    }

    /** As a step whose last try has failed. */
    void failAt(String element, String message) {
        failures.put(element, message);
    }

    /** What was wrong there is put right. */
    void mendAt(String element) {
        failures.remove(element);
    }

    void hangAt(String element) {
        hanging.add(element);
    }

    /** What hung there is done now. */
    void goOnAt(String element) {
        hanging.remove(element);
        complete(client, hung.get(element));
    }

    void completeWith(String element, Map<String, Object> variables) {
        Map<String, Object> merged = new HashMap<>(results.getOrDefault(element, Map.of()));
        merged.putAll(variables);
        results.put(element, merged);
    }

    /** The elements whose jobs were handed out, in order. */
    List<String> elementsOf(long processInstanceKey) {
        return List.copyOf(done.getOrDefault(processInstanceKey, List.of()));
    }

    private void handle(JobClient client, ActivatedJob job) {
        String element = job.getElementId();
        done.computeIfAbsent(job.getProcessInstanceKey(), key -> new ArrayList<>()).add(element);
        if (hanging.contains(element)) {
            hung.put(element, job);
            return;
        }
        if (failures.containsKey(element)) {
            client.newFailCommand(job).retries(0).errorMessage(failures.get(element)).send().join();
            return;
        }
        if (errors.containsKey(element)) {
            client.newThrowErrorCommand(job).errorCode(errors.get(element)).errorMessage("fault injected").send()
                    .join();
            return;
        }
        complete(client, job);
    }

    private void complete(JobClient client, ActivatedJob job) {
        String element = job.getElementId();
        Map<String, Object> variables = new HashMap<>(results.getOrDefault(element, Map.of()));
        if (element.equals(SessionMigrationElement.Task_Plan)) {
            variables.put(SessionMigration.VARIABLE_MIGRATION_ID, String.valueOf(job.getProcessInstanceKey()));
        }
        client.newCompleteCommand(job).variables(variables).send().join();
    }

    @Override
    public void close() {
        workers.forEach(JobWorker::close);
    }
}
