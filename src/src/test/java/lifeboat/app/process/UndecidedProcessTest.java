package lifeboat.app.process;

import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byProcessId;
import static io.camunda.process.test.api.assertions.UserTaskSelectors.byElementId;

import io.camunda.process.test.api.CamundaAssert;
import java.time.Duration;
import java.util.Map;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.bpmn.BpmnNames.UndecidedElement;
import lifeboat.workers.migration.SessionMigration;
import org.junit.jupiter.api.Test;

/** What an operator is asked while it is not decided where a process runs. */
class UndecidedProcessTest extends ProcessTest {

    private static final String TASK = UndecidedElement.Task_Undecided;

    UndecidedProcessTest() {
        super(ProcessFile.UNDECIDED);
    }

    @Test
    void asksNobodyWhenItIsDecidedMeanwhile() {
        decided(true);
        begin();

        assertEnds();
    }

    @Test
    void looksAgainEachMinute() {
        decided(false);
        begin();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        decided(true);
        engine.increaseTime(Duration.ofSeconds(61));

        assertEnds();
    }

    @Test
    void decidesByTheOperatorsWord() {
        decided(false);
        begin();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        decided(true);
        engine.completeUserTask(byElementId(TASK), Map.of(SessionMigration.VARIABLE_BACKUP_SITE_LOST, true));

        assertEnds();
    }

    private void decided(boolean decided) {
        workers.completeWith(UndecidedElement.Task_LookUndecided, Map.of(SessionMigration.VARIABLE_DECIDED, decided));
    }

    private void begin() {
        client.newPublishMessageCommand().messageName(ProcessMessage.UNDECIDED).correlationKey("17")
                .send().join();
    }

    private static void assertEnds() {
        CamundaAssert.assertThatProcessInstance(byProcessId(ProcessId.UNDECIDED)).isCompleted()
                .hasCompletedElements(UndecidedElement.End_Decided).hasNoActiveIncidents();
    }
}
