package lifeboat.embedded;

import static java.util.Map.entry;
import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Work for people. */
interface UserTaskBehaviours {

    RunningEngine engine();

    @Test
    default void offersAUserTaskToWhoMayDoIt() {
        engine().deploy(process("offered", s -> s.userTask("Approve", t -> t.zeebeUserTask().name("Approve it")
                .zeebeAssigneeExpression("boss").zeebeCandidateGroups("operators, auditors")
                .zeebeCandidateUsersExpression("[\"ann\", \"ben\"]").zeebeDueDate("2030-01-02T03:04:05Z")
                .zeebeTaskPriority("70").zeebeTaskHeader("site", "main"))));
        long key = engine().start("offered", Map.of("boss", "eve"));

        UserTask task = task(key);

        assertThat(task.getName()).isEqualTo("Approve it");
        assertThat(task.getAssignee()).isEqualTo("eve");
        assertThat(task.getCandidateGroups()).containsExactlyInAnyOrder("operators", "auditors");
        assertThat(task.getCandidateUsers()).containsExactlyInAnyOrder("ann", "ben");
        assertThat(task.getDueDate()).isEqualTo(OffsetDateTime.parse("2030-01-02T03:04:05Z"));
        assertThat(task.getPriority()).isEqualTo(70);
        assertThat(task.getCustomHeaders()).containsExactly(entry("site", "main"));
        assertThat(task.getState()).isEqualTo(UserTaskState.CREATED);
        eventually(() -> assertThat(engine().types(key)).containsEntry("Approve", ElementInstanceType.USER_TASK));
    }

    @Test
    default void completesAUserTaskWithVariables() {
        engine().deploy(process("approved", s -> s.userTask("Approve", t -> t.zeebeUserTask())
                .serviceTask("After", t -> t.zeebeJobType("approved-after"))));
        long key = engine().start("approved", Map.of());
        UserTask task = task(key);

        engine().client().newCompleteUserTaskCommand(task.getUserTaskKey()).variables(Map.of("approved", true)).send()
                .join();

        assertThat(engine().job("approved-after").getVariable("approved")).isEqualTo(true);
        eventually(() -> assertThat(get(task.getUserTaskKey())).satisfies(done -> {
            assertThat(done.getState()).isEqualTo(UserTaskState.COMPLETED);
            assertThat(done.getCompletionDate()).isNotNull();
        }));
        assertThatThrownBy(() -> engine().client().newCompleteUserTaskCommand(task.getUserTaskKey()).send().join())
                .hasMessageContaining("no such user task was found");
    }

    @Test
    default void mapsVariablesIntoAndOutOfAUserTask() {
        engine().deploy(process("mappedtask", s -> s.userTask("Ask", t -> t.zeebeUserTask()
                        .zeebeInputExpression("service", "subject").zeebeOutputExpression("answer", "approved"))
                .serviceTask("After", t -> t.zeebeJobType("mappedtask-after"))));
        long key = engine().start("mappedtask", Map.of("service", "video"));
        UserTask task = task(key);
        eventually(() -> assertThat(engine().client().newUserTaskVariableSearchRequest(task.getUserTaskKey()).send()
                .join().items())
                .extracting(v -> v.getName() + "=" + v.getValue())
                .containsExactlyInAnyOrder("service=\"video\"", "subject=\"video\""));

        engine().client().newCompleteUserTaskCommand(task.getUserTaskKey()).variables(Map.of("answer", "yes")).send()
                .join();

        ActivatedJob after = engine().job("mappedtask-after");
        assertThat(after.getVariablesAsMap()).containsOnly(entry("service", "video"), entry("approved", "yes"));
    }

    @Test
    default void assignsAndUnassignsAUserTask() {
        engine().deploy(process("assigned", s -> s.userTask("Ask", t -> t.zeebeUserTask())));
        long key = task(engine().start("assigned", Map.of())).getUserTaskKey();

        engine().client().newAssignUserTaskCommand(key).assignee("ann").send().join();
        eventually(() -> assertThat(get(key).getAssignee()).isEqualTo("ann"));
        assertThatThrownBy(() -> engine().client().newAssignUserTaskCommand(key).assignee("ben").allowOverride(false)
                .send().join()).hasMessageContaining("409").hasMessageContaining("'ann'");
        engine().client().newUnassignUserTaskCommand(key).send().join();
        eventually(() -> assertThat(get(key).getAssignee()).isNull());
    }

    @Test
    default void changesAUserTask() {
        engine().deploy(process("changed", s -> s.userTask("Ask", t -> t.zeebeUserTask()
                .zeebeCandidateGroups("operators"))));
        long key = task(engine().start("changed", Map.of())).getUserTaskKey();

        engine().client().newUpdateUserTaskCommand(key).candidateGroups(List.of("auditors")).candidateUsers("ann")
                .dueDate("2031-01-01T00:00:00Z").priority(9).send().join();

        eventually(() -> assertThat(get(key)).satisfies(task -> {
            assertThat(task.getCandidateGroups()).containsExactly("auditors");
            assertThat(task.getCandidateUsers()).containsExactly("ann");
            assertThat(task.getDueDate()).isEqualTo(OffsetDateTime.parse("2031-01-01T00:00:00Z"));
            assertThat(task.getPriority()).isEqualTo(9);
        }));
        engine().client().newUpdateUserTaskCommand(key).clearDueDate().clearCandidateGroups().send().join();
        eventually(() -> assertThat(get(key).getDueDate()).isNull());
        eventually(() -> assertThat(get(key).getCandidateGroups()).isEmpty());
    }

    @Test
    default void findsUserTasksByStateAssigneeAndGroup() {
        engine().deploy(process("found", s -> s.userTask("Ask", t -> t.zeebeUserTask()
                .zeebeCandidateGroups("finders"))));
        long key = task(engine().start("found", Map.of())).getUserTaskKey();
        engine().client().newAssignUserTaskCommand(key).assignee("finder").send().join();

        eventually(() -> assertThat(engine().client().newUserTaskSearchRequest().filter(f -> f.assignee("finder")
                .state(UserTaskState.CREATED).elementId("Ask")).send().join().items()).hasSize(1));
        eventually(() -> assertThat(engine().client().newUserTaskSearchRequest().filter(f -> f.assignee("finder")
                .state(UserTaskState.COMPLETED)).send().join().items()).isEmpty());
    }

    @Test
    default void showsTheFormOfAUserTaskAndOfAStart() {
        engine().client().newDeployResourceCommand().addResourceStringUtf8("""
                {"id": "reason-form", "type": "default", "schemaVersion": 16, "components": [
                  {"key": "reason", "label": "Reason", "type": "textfield", "id": "Field_1"}]}
                """, "reason.form").send().join();
        long definition = engine().deploy(process("formed", s -> s.zeebeFormId("reason-form")
                .userTask("Ask", t -> t.zeebeUserTask().zeebeFormId("reason-form"))));
        long key = task(engine().start("formed", Map.of())).getUserTaskKey();

        var form = await().ignoreExceptions().until(() ->
                engine().client().newUserTaskGetFormRequest(key).send().join(), found -> true);

        assertThat(form.getFormId()).isEqualTo("reason-form");
        assertThat(form.getVersion()).isEqualTo(1);
        assertThat(String.valueOf(form.getSchema())).contains("\"key\": \"reason\"");
        eventually(() -> assertThat(get(key).getFormKey()).isEqualTo(form.getFormKey()));
        eventually(() -> assertThat(engine().client().newProcessDefinitionGetFormRequest(definition).send().join()
                .getFormId())
                .isEqualTo("reason-form"));
    }

    @Test
    default void raisesAnIncidentForAFormThatIsNotThere() {
        engine().deploy(process("noform", s -> s.userTask("Ask", t -> t.zeebeUserTask().zeebeFormId("no-such-form"))));
        long key = engine().start("noform", Map.of());

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.FORM_NOT_FOUND);
    }

    @Test
    default void cancelsAUserTaskWithItsInstance() {
        engine().deploy(process("canceledtask", s -> s.userTask("Ask", t -> t.zeebeUserTask())));
        long instance = engine().start("canceledtask", Map.of());
        long key = task(instance).getUserTaskKey();

        engine().client().newCancelInstanceCommand(instance).send().join();

        eventually(() -> assertThat(get(key).getState()).isEqualTo(UserTaskState.CANCELED));
    }

    @Test
    default void interruptsAUserTaskByATimer() {
        engine().deploy(Bpmn.createExecutableProcess("impatient").startEvent()
                .userTask("Ask", t -> t.zeebeUserTask())
                .boundaryEvent("Late", b -> b.timerWithDuration("PT0.1S"))
                .serviceTask("After", t -> t.zeebeJobType("impatient-after")).endEvent()
                .moveToActivity("Ask").endEvent().done());
        engine().start("impatient", Map.of());

        engine().complete("impatient-after");
    }

    @Test
    default void givesAUserTaskWithoutZeebesOwnToAWorker() {
        engine().deploy(process("jobtask", s -> s.userTask("Ask", t -> t.zeebeAssignee("ann")
                .zeebeCandidateGroups("operators,auditors").zeebeTaskHeader("site", "main"))));
        long key = engine().start("jobtask", Map.of());

        ActivatedJob job = engine().job("io.camunda.zeebe:userTask");

        assertThat(job.getCustomHeaders()).isEqualTo(Map.of("io.camunda.zeebe:assignee", "ann",
                "io.camunda.zeebe:candidateGroups", "[\"operators\",\"auditors\"]", "site", "main"));
        engine().complete(job, Map.of("said", "yes"));
        engine().awaitCompletion(key);
    }

    @Test
    default void refusesAUserTaskThatIsAJobWhoseHeadersChange() {
        var model = process("jobtask2", s -> s.userTask("Ask", t -> t.zeebeAssigneeExpression("who")));

        assertThatThrownBy(() -> engine().deploy(model)).hasMessageContaining("Element: Ask")
                .hasMessageContaining("an expression for assignee of a user task without zeebe:userTask");
    }

    private UserTask task(long processInstanceKey) {
        return await().until(() -> engine().client().newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(processInstanceKey)).send().join().items(),
                tasks -> !tasks.isEmpty()).get(0);
    }

    private UserTask get(long key) {
        return engine().client().newUserTaskGetRequest(key).send().join();
    }
}
