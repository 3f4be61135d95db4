package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.command.MigrationPlan;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.BatchOperationItemState;
import io.camunda.client.api.search.enums.BatchOperationState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.BatchOperation;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Instances that go on in another process, and commands on many instances at once. */
interface MigrationBehaviours {

    RunningEngine engine();

    @Test
    default void migratesAnInstanceToAnotherVersion() {
        engine().deploy(process("migrates", s -> s.serviceTask("Old", t -> t.zeebeJobType("migrates-old"))
                .boundaryEvent("Late").timerWithDuration("PT1H").endEvent().moveToActivity("Old")));
        long key = engine().start("migrates", Map.of("x", 1));
        ActivatedJob job = engine().job("migrates-old");
        long target = engine().deploy(process("migrates", s -> s
                .serviceTask("New", t -> t.zeebeJobType("migrates-new"))
                .serviceTask("Then", t -> t.zeebeJobType("migrates-then"))));

        migrate(key, target, "Old", "New");
        engine().complete(job, Map.of("y", 2));

        ActivatedJob then = engine().job("migrates-then");
        assertThat(then.getVariablesAsMap()).isEqualTo(Map.of("x", 1, "y", 2));
        assertThat(then.getProcessDefinitionVersion()).isEqualTo(2);
        engine().complete(then, Map.of());
        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).containsKeys("New", "Then").doesNotContainKey("Old"));
    }

    @Test
    default void migratesSubProcessesUserTasksAndWhatWaitsForAMessage() {
        var first = process("migrates-more", s -> s.subProcess("Sub", sub -> sub.embeddedSubProcess().startEvent()
                .parallelGateway("Fork").userTask("User", t -> t.zeebeUserTask()).endEvent().moveToNode("Fork")
                .intermediateCatchEvent("Catch", c -> c.message(m -> m.name("migrates-more")
                        .zeebeCorrelationKeyExpression("key"))).endEvent()));
        engine().deploy(first);
        long key = engine().start("migrates-more", Map.of("key", "k"));
        engine().awaitActive(key, "Catch");
        engine().awaitActive(key, "User");
        long target = engine().deploy(process("migrates-to", s -> s.subProcess("Sub2", sub -> sub.embeddedSubProcess()
                .startEvent().parallelGateway("Fork").userTask("User2", t -> t.zeebeUserTask()).endEvent()
                .moveToNode("Fork").intermediateCatchEvent("Catch2", c -> c.message(m -> m.name("migrates-more")
                        .zeebeCorrelationKeyExpression("key"))).endEvent())
                .serviceTask("After", t -> t.zeebeJobType("migrates-more-after"))));

        migrate(key, target, "Sub", "Sub2", "User", "User2", "Catch", "Catch2");
        engine().publish("migrates-more", "k");
        await().untilAsserted(() -> assertThat(engine().client().newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items()).singleElement()
                .satisfies(task -> assertThat(task.getElementId()).isEqualTo("User2")));
        engine().client().newCompleteUserTaskCommand(engine().client().newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items().get(0).getUserTaskKey()).send().join();

        assertThat(engine().job("migrates-more-after").getBpmnProcessId()).isEqualTo("migrates-to");
    }

    @Test
    default void refusesAMigrationThatLosesAnElementOrMakesAnotherKindOfIt() {
        engine().deploy(process("migrates-not", s -> s.serviceTask("Task", t -> t.zeebeJobType("migrates-not"))));
        long key = engine().start("migrates-not", Map.of());
        long target = engine().deploy(process("migrates-user", s -> s.userTask("User", t -> t.zeebeUserTask())));

        assertThatThrownBy(() -> migrate(key, target, "Start", "Start")).hasMessageContaining("Expected to migrate "
                + "process instance '%d' but no mapping instruction defined for active element with id 'Task'. "
                        .formatted(key));
        assertThatThrownBy(() -> migrate(key, target, "Task", "User")).hasMessageContaining("active element with id "
                + "'Task' and type 'SERVICE_TASK' is mapped to an element with id 'User' and different type "
                + "'USER_TASK'");
        assertThatThrownBy(() -> migrate(key, target, "Task", "Nothing"))
                .hasMessageContaining("a non-existing target element id 'Nothing'");
        assertThatThrownBy(() -> migrate(key, 77, "Task", "Task"))
                .hasMessageContaining("no process definition found with key '77'");
        assertThatThrownBy(() -> migrate(77, target, "Task", "Task"))
                .hasMessageContaining("no process instance found with key '77'");
        engine().complete("migrates-not");
        engine().awaitCompletion(key);
    }

    private void migrate(long key, long target, String... sourceAndTarget) {
        var plan = MigrationPlan.newBuilder().withTargetProcessDefinitionKey(target)
                .addMappingInstruction(sourceAndTarget[0], sourceAndTarget[1]);
        for (int i = 2; i < sourceAndTarget.length; i += 2) {
            plan = plan.addMappingInstruction(sourceAndTarget[i], sourceAndTarget[i + 1]);
        }
        engine().client().newMigrateProcessInstanceCommand(key).migrationPlan(plan.build()).send().join();
    }

    @Test
    default void hearsAfterItsMigrationWhatTheTargetWaitsForBesideEverything() {
        engine().deploy(process("migrates-aside", s -> s.serviceTask("Task", t -> t.zeebeJobType("migrates-aside"))));
        long key = engine().start("migrates-aside", Map.of("key", "k"));
        engine().job("migrates-aside");
        var to = Bpmn.createExecutableProcess("migrates-beside");
        to.eventSubProcess("Beside", sub -> sub.startEvent().interrupting(false).message(m -> m.name("migrates-beside")
                .zeebeCorrelationKeyExpression("key")).serviceTask("Heard", t -> t.zeebeJobType("migrates-heard"))
                .endEvent());
        long target = engine().deploy(to.startEvent().serviceTask("Task", t -> t.zeebeJobType("migrates-aside"))
                .endEvent().done());

        migrate(key, target, "Task", "Task");
        engine().publish("migrates-beside", "k");

        engine().complete("migrates-heard");
    }

    @Test
    default void collectsAfterItsMigrationWhatOnlyTheTargetCollects() {
        engine().deploy(process("migrates-many", s -> s.serviceTask("Each", t -> t.zeebeJobType("migrates-many")
                .multiInstance(m -> m.zeebeInputCollectionExpression("[1, 2]").zeebeInputElement("i")))));
        long key = engine().start("migrates-many", Map.of());
        ActivatedJob first = engine().job("migrates-many");
        long target = engine().deploy(process("migrates-all", s -> s
                .serviceTask("Each", t -> t.zeebeJobType("migrates-many").multiInstance(m -> m
                        .zeebeInputCollectionExpression("[1, 2]").zeebeInputElement("i").zeebeOutputCollection("all")
                        .zeebeOutputElementExpression("i")))
                .serviceTask("After", t -> t.zeebeJobType("migrates-all-after"))));

        migrate(key, target, "Each", "Each");
        engine().complete(first, Map.of());
        engine().complete("migrates-many");

        assertThat(engine().job("migrates-all-after").getVariable("all")).isEqualTo(List.of(1, 2));
    }

    @Test
    default void leavesAnIncidentAsItIsThatCannotBeResolvedWithOthers() {
        engine().deploy(process("batch-mapped", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-mapped")
                .zeebeOutputExpression("assert(x, x > 1)", "y"))));
        long key = engine().start("batch-mapped", Map.of("x", 1));
        ActivatedJob job = engine().job("batch-mapped");
        engine().complete(job, Map.of());
        engine().incident(key);

        BatchOperation done = awaitEnd(resolve(key));

        assertThat(done.getOperationsFailedCount()).isEqualTo(1);
        assertThat(done.getErrors().get(0).getMessage()).contains("The condition is not fulfilled");
        assertThat(engine().incident(key).getJobKey()).isEqualTo(job.getKey());
        engine().client().newSetVariablesCommand(key).variables(Map.of("x", 2)).send().join();
        assertThat(awaitEnd(resolve(key)).getOperationsCompletedCount()).isEqualTo(1);
        engine().awaitCompletion(key);
    }

    private String resolve(long key) {
        return engine().client().newCreateBatchOperationCommand().resolveIncident()
                .filter(f -> f.processInstanceKey(key)).send().join().getBatchOperationKey();
    }

    @Test
    default void cancelsNoneButWhatTheFilterFinds() {
        engine().deploy(process("batch-none", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-none"))));
        long key = engine().start("batch-none", Map.of());

        String ended = engine().client().newCreateBatchOperationCommand().processInstanceCancel().filter(f -> f
                .processDefinitionId("batch-none").state(ProcessInstanceState.COMPLETED)).send().join()
                .getBatchOperationKey();
        String called = engine().client().newCreateBatchOperationCommand().processInstanceCancel().filter(f -> f
                .parentProcessInstanceKey(77L)).send().join().getBatchOperationKey();

        assertThat(awaitEnd(ended).getOperationsTotalCount()).isZero();
        assertThat(awaitEnd(called).getOperationsTotalCount()).isZero();
        assertThatThrownBy(() -> engine().client().newCreateBatchOperationCommand().processInstanceCancel()
                .filter(f -> { }).send().join()).hasMessageContaining("At least one of the filter's criteria");
        engine().complete("batch-none");
        engine().awaitCompletion(key);
    }

    @Test
    default void cancelsManyInstances() {
        engine().deploy(process("batch-cancel", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-cancel"))));
        List<Long> keys = Stream.generate(() -> engine().start("batch-cancel", Map.of())).limit(5).toList();

        String batch = engine().client().newCreateBatchOperationCommand().processInstanceCancel()
                .filter(f -> f.processDefinitionId("batch-cancel")).send().join().getBatchOperationKey();

        BatchOperation done = awaitEnd(batch);
        assertThat(done.getOperationsTotalCount()).isEqualTo(5);
        assertThat(done.getOperationsCompletedCount()).isEqualTo(5);
        eventually(() -> assertThat(engine().client().newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId("batch-cancel").state(ProcessInstanceState.TERMINATED)).send().join().items())
                .hasSize(5));
        eventually(() -> assertThat(engine().client().newBatchOperationItemsSearchRequest()
                .filter(f -> f.batchOperationKey(batch)
                .state(BatchOperationItemState.COMPLETED)).send().join().items())
                .extracting(item -> item.getProcessInstanceKey()).containsExactlyInAnyOrderElementsOf(keys));
        eventually(() -> assertThat(engine().client().newBatchOperationSearchRequest()
                .filter(f -> f.batchOperationKey(batch)).send()
                .join().items()).singleElement());
    }

    @Test
    default void resolvesManyIncidentsAndTellsWhichItCouldNot() {
        engine().deploy(process("batch-resolve", s -> s.scriptTask("Script",
                t -> t.zeebeExpression("assert(x, x > 1)").zeebeResultVariable("r"))));
        long mended = engine().start("batch-resolve", Map.of("x", 1));
        engine().deploy(process("batch-job", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-job"))));
        long failed = engine().start("batch-job", Map.of());
        engine().client().newFailCommand(engine().job("batch-job")).retries(0).send().join();
        engine().incident(mended);
        engine().incident(failed);
        engine().client().newSetVariablesCommand(mended).variables(Map.of("x", 2)).send().join();

        String batch = engine().client().newCreateBatchOperationCommand().resolveIncident()
                .filter(f -> f.processInstanceKey(k -> k.in(mended, failed))).send().join().getBatchOperationKey();

        BatchOperation done = awaitEnd(batch);
        assertThat(done.getOperationsCompletedCount()).isEqualTo(1);
        assertThat(done.getOperationsFailedCount()).isEqualTo(1);
        assertThat(done.getErrors().get(0).getMessage()).contains("has no retries left");
        engine().awaitCompletion(mended);
    }

    @Test
    default void migratesManyInstances() {
        engine().deploy(process("batch-move", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-move"))));
        engine().start("batch-move", Map.of());
        engine().start("batch-move", Map.of());
        long target = engine().deploy(process("batch-moved", s -> s
                .serviceTask("Task", t -> t.zeebeJobType("batch-moved"))));

        String batch = engine().client().newCreateBatchOperationCommand().migrateProcessInstance()
                .migrationPlan(MigrationPlan.newBuilder().withTargetProcessDefinitionKey(target)
                        .addMappingInstruction("Task", "Task").build())
                .filter(f -> f.processDefinitionId("batch-move")).send().join().getBatchOperationKey();

        assertThat(awaitEnd(batch).getOperationsCompletedCount()).isEqualTo(2);
        eventually(() -> assertThat(engine().client().newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId("batch-moved")).send().join().items()).hasSize(2));
    }

    @Test
    default void refusesBatchOperationsThatAreNotThereOrOver() {
        engine().deploy(process("batch-over", s -> s.serviceTask("Task", t -> t.zeebeJobType("batch-over"))));
        String batch = engine().client().newCreateBatchOperationCommand().processInstanceCancel()
                .filter(f -> f.processDefinitionId("batch-over")).send().join().getBatchOperationKey();
        assertThat(awaitEnd(batch).getOperationsTotalCount()).isZero();

        assertThatThrownBy(() -> engine().client().newSuspendBatchOperationCommand(batch).send().join())
                .hasMessageContaining("it is in state 'COMPLETED'");
        eventually(() -> assertThatThrownBy(() -> engine().client().newBatchOperationGetRequest("77").send().join())
                .hasMessageContaining("Batch Operation with id '77' not found"));
    }

    private BatchOperation awaitEnd(String batch) {
        return await().ignoreExceptions().until(() ->
                engine().client().newBatchOperationGetRequest(batch).send().join(),
                operation -> operation.getStatus() == BatchOperationState.COMPLETED);
    }
}
