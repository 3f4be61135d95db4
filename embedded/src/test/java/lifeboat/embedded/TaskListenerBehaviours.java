package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.JobKind;
import io.camunda.client.api.search.enums.ListenerEventType;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Task listeners: jobs that a user task's changes wait for. */
interface TaskListenerBehaviours {

    RunningEngine engine();

    @Test
    default void createsAndAssignsAUserTaskAsItsListenersCorrectIt() {
        engine().deploy(process("tl-create", s -> s.userTask("Task", t -> t.zeebeUserTask().zeebeAssignee("ann")
                .zeebeTaskListener(l -> l.creating().type("tl-creating"))
                .zeebeTaskListener(l -> l.assigning().type("tl-assigning").retries("7")))));
        long key = engine().start("tl-create", Map.of());

        ActivatedJob creating = engine().job("tl-creating");
        assertThat(creating.getKind()).isEqualTo(JobKind.TASK_LISTENER);
        assertThat(creating.getListenerEventType()).isEqualTo(ListenerEventType.CREATING);
        eventually(() -> assertThat(task(key)).satisfies(task -> {
            assertThat(task.getState()).isEqualTo(UserTaskState.CREATING);
            assertThat(task.getAssignee()).isNull();
        }));
        eventually(() -> assertThat(engine().client().newJobSearchRequest().filter(f -> f.processInstanceKey(key)
                .kind(JobKind.TASK_LISTENER)).send().join().items()).hasSize(1));
        assertThatThrownBy(() -> engine().client().newCompleteUserTaskCommand(task(key).getUserTaskKey()).send().join())
                .hasMessageContaining("it is in state 'CREATING'");
        assertThatThrownBy(() -> engine().client().newCompleteCommand(creating)
                .withResult(r -> r.forUserTask().deny(true)).send().join())
                .hasMessageContaining("Denying result is not supported for 'CREATING' task listener jobs");
        engine().client().newCompleteCommand(creating).withResult(r -> r.forUserTask()
                .correctPriority(77).correctAssignee("ben")).send().join();
        ActivatedJob assigning = engine().job("tl-assigning");
        assertThat(assigning.getRetries()).isEqualTo(7);
        eventually(() -> assertThat(task(key).getState()).isEqualTo(UserTaskState.ASSIGNING));
        engine().client().newCompleteCommand(assigning).withResult(r -> r.forUserTask()
                .correctCandidateGroups(List.of("operators"))).send().join();

        eventually(() -> assertThat(task(key)).satisfies(task -> {
            assertThat(task.getState()).isEqualTo(UserTaskState.CREATED);
            assertThat(task.getAssignee()).isEqualTo("ben");
            assertThat(task.getPriority()).isEqualTo(77);
            assertThat(task.getCandidateGroups()).containsExactly("operators");
        }));
    }

    @Test
    default void keepsWhatItsCreationCorrectedThoughItsAssignmentIsDenied() {
        engine().deploy(process("tl-deny", s -> s.userTask("Task", t -> t.zeebeUserTask().zeebeAssignee("ann")
                .zeebeTaskListener(l -> l.creating().type("tl-deny-creating"))
                .zeebeTaskListener(l -> l.assigning().type("tl-deny-assigning")))));
        long key = engine().start("tl-deny", Map.of());

        engine().client().newCompleteCommand(engine().job("tl-deny-creating")).withResult(r -> r.forUserTask()
                .correctPriority(77)).send().join();
        engine().client().newCompleteCommand(engine().job("tl-deny-assigning")).withResult(r -> r.forUserTask()
                .deny(true)).send().join();

        eventually(() -> assertThat(task(key)).satisfies(task -> {
            assertThat(task.getState()).isEqualTo(UserTaskState.CREATED);
            assertThat(task.getPriority()).isEqualTo(77);
            assertThat(task.getAssignee()).isNull();
        }));
    }

    @Test
    default void completesAUserTaskOnceNoListenerDeniesIt() {
        engine().deploy(process("tl-complete", s -> s.userTask("Task", t -> t.zeebeUserTask()
                        .zeebeTaskListener(l -> l.completing().type("tl-completing"))
                        .zeebeTaskListener(l -> l.completing().type("tl-completing-too"))
                        .zeebeEndExecutionListener("tl-complete-end"))
                .serviceTask("After", t -> t.zeebeJobType("tl-complete-after"))));
        long key = engine().start("tl-complete", Map.of());
        long task = task(key).getUserTaskKey();

        CamundaFuture<?> denied = engine().client().newCompleteUserTaskCommand(task).variables(Map.of("a", 1)).send();
        engine().client().newCompleteCommand(engine().job("tl-completing")).withResult(r -> r.forUserTask().deny(true)
                .deniedReason("not yet")).send().join();
        assertThatThrownBy(denied::join).hasMessageContaining("409").hasMessageContaining("Completion of the User Task "
                + "with key '%d' was denied by Task Listener. Reason to deny: 'not yet'".formatted(task));
        eventually(() -> assertThat(task(key).getState()).isEqualTo(UserTaskState.CREATED));
        CamundaFuture<?> completed = engine().client().newCompleteUserTaskCommand(task).variables(Map.of("a", 2))
                .send();
        ActivatedJob completing = engine().job("tl-completing");
        assertThat(completing.getVariablesAsMap()).isEqualTo(Map.of("a", 2));
        assertThatThrownBy(() -> engine().complete(completing, Map.of("b", 1)))
                .hasMessageContaining("completion with variables payload provided is not yet supported");
        engine().complete(completing, Map.of());
        engine().complete("tl-completing-too", "tl-complete-end");
        completed.join();

        assertThat(engine().job("tl-complete-after").getVariablesAsMap()).isEqualTo(Map.of("a", 2));
    }

    @Test
    default void changesAUserTaskAsAListenerCorrectsIt() {
        engine().deploy(process("tl-update", s -> s.userTask("Task", t -> t.zeebeUserTask()
                .zeebeTaskListener(l -> l.updating().type("tl-updating")))));
        long key = engine().start("tl-update", Map.of());

        CamundaFuture<?> updated = engine().client().newUpdateUserTaskCommand(task(key).getUserTaskKey()).priority(9)
                .candidateUsers("ann").send();
        eventually(() -> assertThat(engine().client().newUserTaskSearchRequest().filter(f -> f.processInstanceKey(key)
                .state(UserTaskState.UPDATING)).send().join().items()).hasSize(1));
        eventually(() -> assertThat(engine().client().newUserTaskSearchRequest().filter(f -> f.processInstanceKey(key)
                .state(UserTaskState.CREATED)).send().join().items()).isEmpty());
        ActivatedJob updating = engine().job("tl-updating");
        assertThatThrownBy(() -> engine().client().newCompleteCommand(updating).withResult(r -> r.forUserTask()
                .correctDueDate("tomorrow")).send().join())
                .hasMessageContaining("'tomorrow' cannot be parsed as a date");
        engine().client().newCompleteCommand(updating).withResult(r -> r.forUserTask()
                .correctPriority(8).correctDueDate("2031-01-01T00:00:00Z")).send().join();
        updated.join();

        eventually(() -> assertThat(task(key)).satisfies(task -> {
            assertThat(task.getPriority()).isEqualTo(8);
            assertThat(task.getCandidateUsers()).containsExactly("ann");
            assertThat(task.getDueDate()).isNotNull();
        }));
    }

    @Test
    default void raisesAnIncidentForATaskListenerThatFailed() {
        engine().deploy(process("tl-fails", s -> s.userTask("Task", t -> t.zeebeUserTask()
                .zeebeTaskListener(l -> l.completing().type("tl-fails"))
                .zeebeOutputExpression("assert(x, x > 1)", "y"))));
        long key = engine().start("tl-fails", Map.of("x", 1));
        engine().client().newCompleteUserTaskCommand(task(key).getUserTaskKey()).send();
        ActivatedJob listener = engine().job("tl-fails");

        engine().client().newFailCommand(listener).retries(0).errorMessage("no").send().join();
        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.TASK_LISTENER_NO_RETRIES);
        engine().client().newUpdateRetriesCommand(listener).retries(1).send().join();
        engine().resolve(key);
        engine().complete("tl-fails");
        eventually(() -> assertThat(engine().incidents(key)).singleElement().satisfies(incident ->
                assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.IO_MAPPING_ERROR)));
        engine().client().newSetVariablesCommand(key).variables(Map.of("x", 2)).send().join();
        engine().resolve(key);

        engine().awaitCompletion(key);
    }

    @Test
    default void refusesATaskListenerForWhatCannotWait() {
        assertThatThrownBy(() -> engine().deploy(process("tl-cancel", s -> s.userTask("Task", t -> t.zeebeUserTask()
                .zeebeTaskListener(l -> l.canceling().type("tl-cancel"))))))
                .hasMessageContaining("a task listener for the cancelling of a task is not supported");
    }

    private UserTask task(long processInstanceKey) {
        return await().until(() -> engine().client().newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(processInstanceKey)).send().join().items(),
                tasks -> !tasks.isEmpty()).get(0);
    }
}
