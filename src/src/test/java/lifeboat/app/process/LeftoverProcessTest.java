package lifeboat.app.process;

import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byProcessId;
import static io.camunda.process.test.api.assertions.UserTaskSelectors.byElementId;

import io.camunda.process.test.api.CamundaAssert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lifeboat.workers.bpmn.BpmnNames.LeftoverElement;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.migration.SessionMigration;
import org.junit.jupiter.api.Test;

/** The second look after a migration, and the task for what it left. */
class LeftoverProcessTest extends ProcessTest {

    private static final String TASK = LeftoverElement.Task_Leftover;
    private static final Duration LATER = Duration.ofSeconds(7);

    LeftoverProcessTest() {
        super(ProcessFile.LEFTOVER);
    }

    @Test
    void endsWhenNothingIsLeft() {
        look();

        assertEndsAt(LeftoverElement.End_NothingLeft);
    }

    @Test
    void asksAnOperatorAndLooksAgainEachMinute() {
        leave("VLAN 100");
        look();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        leave();
        engine.increaseTime(Duration.ofSeconds(61));

        assertEndsAt(LeftoverElement.End_NothingLeft);
    }

    @Test
    void looksAgainWhenTheTaskIsCompleted() {
        leave("VLAN 100");
        look();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        leave();
        engine.completeUserTask(byElementId(TASK), Map.of("seenTo", false));

        assertEndsAt(LeftoverElement.End_NothingLeft);
    }

    @Test
    void endsWhenAnOperatorHasSeenToIt() {
        leave("VLAN 100");
        look();

        engine.completeUserTask(byElementId(TASK), Map.of("seenTo", true));

        assertEndsAt(LeftoverElement.End_SeenTo);
    }

    private void leave(String... left) {
        workers.completeWith(LeftoverElement.Task_LookAgain, Map.of(SessionMigration.VARIABLE_LEFT, List.of(left)));
    }

    private void look() {
        client.newPublishMessageCommand().messageName(ProcessMessage.LOOK_AGAIN).correlationKey("17")
                .send().join();
        CamundaAssert.assertThatProcessInstance(byProcessId(ProcessId.LEFTOVER))
                .hasActiveElements(LeftoverElement.Event_Later);
        engine.increaseTime(LATER);
    }

    private static void assertEndsAt(String endEvent) {
        CamundaAssert.assertThatProcessInstance(byProcessId(ProcessId.LEFTOVER)).isCompleted()
                .hasCompletedElements(endEvent).hasNoActiveIncidents();
    }
}
