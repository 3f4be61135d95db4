package lifeboat.app.process;

import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byProcessId;
import static io.camunda.process.test.api.assertions.UserTaskSelectors.byElementId;

import io.camunda.process.test.api.CamundaAssert;
import java.time.Duration;
import java.util.Map;
import lifeboat.workers.bpmn.BpmnNames.LostElement;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.migration.SessionMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is asked when a process is lost, and an image of it is kept. */
class LostProcessTest extends ProcessTest {

    private static final String TASK = LostElement.Task_Lost;

    LostProcessTest() {
        super(ProcessFile.LOST);
    }

    @Test
    void asksNobodyWhenNothingIsKept() {
        toDecide(false);
        begin();

        assertEnds();
    }

    @Test
    void looksAgainEachMinute() {
        toDecide(true);
        begin();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        toDecide(false);
        engine.increaseTime(Duration.ofSeconds(61));

        assertEnds();
    }

    @ParameterizedTest
    @ValueSource(strings = {SessionMigration.VARIABLE_START_AGAIN, SessionMigration.VARIABLE_DROP})
    void doesWhatTheOperatorSays(String word) {
        toDecide(true);
        begin();
        CamundaAssert.assertThatUserTask(byElementId(TASK)).isCreated();

        toDecide(false);
        engine.completeUserTask(byElementId(TASK), Map.of(word, true));

        assertEnds();
    }

    private void toDecide(boolean anything) {
        workers.completeWith(LostElement.Task_LookLost, Map.of(SessionMigration.VARIABLE_DECIDED, !anything));
    }

    private void begin() {
        client.newPublishMessageCommand().messageName(ProcessMessage.PROCESS_LOST).correlationKey("17")
                .send().join();
    }

    private static void assertEnds() {
        CamundaAssert.assertThatProcessInstance(byProcessId(ProcessId.LOST)).isCompleted()
                .hasCompletedElements(LostElement.End_Decided).hasNoActiveIncidents();
    }
}
