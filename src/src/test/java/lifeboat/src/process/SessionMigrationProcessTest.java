package lifeboat.src.process;

import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byKey;
import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byProcessId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.process.test.api.CamundaAssert;
import io.camunda.process.test.api.CamundaProcessTestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code session-migration}, and the order in which its jobs run. */
class SessionMigrationProcessTest extends ProcessTest {

    private static final SessionMigrationFile FILE = new SessionMigrationFile();

    @Autowired
    private CamundaClient client;
    @Autowired
    private CamundaProcessTestContext engine;
    private FaultInjectingWorkers workers;

    @BeforeEach
    void deploy() {
        client.newDeployResourceCommand().addResourceFromClasspath("workflows/session-migration.bpmn").send().join();
        workers = new FaultInjectingWorkers(client, FILE.jobTypes());
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void migrates() {
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_ReserveBandwidth",
                "Task_ConfigureVlan", "Task_Freeze", "Task_Transfer", "Task_MoveVirtualIp", "Task_SwitchUserVlan",
                "Task_Resume", "Task_DeleteBandwidth", "Task_DeleteVlan", "Task_Report");
    }

    @Test
    void skipsTheLightPathWhereNoneIsWanted() {
        workers.completeWith("Task_Plan", Map.of(SessionMigration.VARIABLE_LIGHT_PATH, false));
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_Freeze", "Task_Transfer",
                "Task_MoveVirtualIp", "Task_SwitchUserVlan", "Task_Resume", "Task_Report");
    }

    @Test
    void sendsAFirstImageBeforeTheFreezeWithPreCopy() {
        workers.planWith(Strategy.PRE_COPY);
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_ReserveBandwidth",
                "Task_ConfigureVlan", "Task_SendFirstImage", "Task_Freeze", "Task_Transfer", "Task_MoveVirtualIp",
                "Task_SwitchUserVlan", "Task_Resume", "Task_DeleteBandwidth", "Task_DeleteVlan", "Task_Report");
    }

    @Test
    void keepsTheLightPathUntilThePagesAreThereWithPostCopy() {
        workers.planWith(Strategy.POST_COPY);
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).endsWith("Task_Resume", "Task_FetchPages", "Task_DeleteBandwidth",
                "Task_DeleteVlan", "Task_Report");
    }

    @Test
    void rollsBackWhenTheFirstImageIsRefused() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt("Task_SendFirstImage", "FIRST_IMAGE_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_SendFirstImage", "Task_RemoveVlan", "Task_ReleaseBandwidth",
                "Task_ReportRollback");
    }

    @Test
    void discardsTheFirstImageWhenALaterStepFails() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt("Task_Transfer", "TRANSFER_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_Transfer", "Task_MarkError", "Task_Thaw",
                "Task_DiscardFirstImage", "Task_RemoveVlan", "Task_ReleaseBandwidth", "Task_ReportRollback");
    }

    @Test
    void startsByAnAlarm() {
        client.newPublishMessageCommand().messageName(SessionMigration.MESSAGE_MIGRATION_REQUESTED)
                .correlationKey("video").variables(Map.of("alarm", "flood")).send().join();

        CamundaAssert.assertThatProcessInstance(byProcessId(SessionMigration.PROCESS_ID)).isCompleted()
                .hasCompletedElements("Start_Alarm", SessionMigration.ELEMENT_END_MIGRATED)
                .hasVariable("alarm", "flood");
    }

    @Test
    void refusesBeforeAnythingIsChanged() {
        workers.throwErrorAt("Task_Plan", "REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_REFUSED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan");
    }

    /** The failing element, its error, and the jobs after it: the reference table seen on a real Zeebe broker. */
    @ParameterizedTest
    @CsvSource({
        "Task_ReserveBandwidth, BANDWIDTH_REFUSED, ''",
        "Task_ConfigureVlan, VLAN_REFUSED, Task_ReleaseBandwidth",
        "Task_Freeze, FREEZE_REFUSED, Task_MarkError Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_Transfer, TRANSFER_REFUSED, Task_MarkError Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_MoveVirtualIp, VIRTUAL_IP_REFUSED, Task_MarkError Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_SwitchUserVlan, USER_VLAN_REFUSED, Task_MarkError Task_ReturnVirtualIp Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_Resume, RESUME_REFUSED, Task_MarkError Task_ReturnUserVlan Task_ReturnVirtualIp Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth"})
    void rollsBackNewestFirst(String element, String code, String handlers) {
        workers.throwErrorAt(element, code);
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        List<String> elements = workers.elementsOf(key);
        List<String> expected = new ArrayList<>(
                handlers.isEmpty() ? List.of() : List.of(handlers.split(" ")));
        expected.add("Task_ReportRollback");
        assertThat(elements.subList(elements.indexOf(element) + 1, elements.size())).isEqualTo(expected);
    }

    @Test
    void rollsBackWhenTheFreezeDeadlinePasses() {
        workers.hangAt("Task_Transfer");
        long key = migrate();
        passFreezeDeadline(key, "Task_Transfer");

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_Transfer", "Task_SettleTimeout", "Task_Thaw",
                "Task_RemoveVlan", "Task_ReleaseBandwidth", "Task_ReportRollback");
    }

    @Test
    void goesForwardWhenTheDeadlinePassesAfterTheProcessWasResumed() {
        workers.completeWith("Task_SettleTimeout",
                Map.of(SessionMigration.VARIABLE_OUTCOME, SessionMigration.OUTCOME_MIGRATED));
        workers.hangAt("Task_Resume");
        long key = migrate();
        passFreezeDeadline(key, "Task_Resume");

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).endsWith("Task_Resume", "Task_SettleTimeout", "Task_DeleteBandwidth",
                "Task_DeleteVlan", "Task_Report");
    }

    @Test
    void rollsBackWhenTheOperatorAborts() {
        workers.hangAt("Task_SwitchUserVlan");
        long key = migrate();
        abort(key, "Task_SwitchUserVlan");

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_SwitchUserVlan", "Task_SettleAbort",
                "Task_ReturnVirtualIp", "Task_Discard", "Task_Thaw", "Task_RemoveVlan", "Task_ReleaseBandwidth",
                "Task_ReportRollback");
    }

    @Test
    void rollsBackWhenTheOperatorAbortsBeforeTheFreeze() {
        workers.planWith(Strategy.PRE_COPY);
        workers.hangAt("Task_SendFirstImage");
        long key = migrate();
        abort(key, "Task_SendFirstImage");

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_SendFirstImage", "Task_SettleFirstImage",
                "Task_RemoveVlan", "Task_ReleaseBandwidth", "Task_ReportRollback");
    }

    @Test
    void goesForwardWhenTheAbortComesAfterTheProcessWasResumed() {
        workers.completeWith("Task_SettleAbort",
                Map.of(SessionMigration.VARIABLE_OUTCOME, SessionMigration.OUTCOME_MIGRATED));
        workers.hangAt("Task_Resume");
        long key = migrate();
        abort(key, "Task_Resume");

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
    }

    private long migrate() {
        return client.newCreateInstanceCommand().bpmnProcessId(SessionMigration.PROCESS_ID).latestVersion().send()
                .join().getProcessInstanceKey();
    }

    private void passFreezeDeadline(long key, String whileAt) {
        await().until(() -> workers.elementsOf(key).contains(whileAt));
        engine.increaseTime(FaultInjectingWorkers.FREEZE_DEADLINE.plusSeconds(1));
    }

    private void abort(long key, String whileAt) {
        await().until(() -> workers.elementsOf(key).contains(whileAt));
        client.newPublishMessageCommand().messageName(SessionMigration.MESSAGE_ABORT_MIGRATION)
                .correlationKey(String.valueOf(key)).timeToLive(Duration.ZERO).send().join();
    }

    private static void assertEnds(long key, String endEvent) {
        CamundaAssert.assertThatProcessInstance(byKey(key)).isCompleted().hasCompletedElements(endEvent)
                .hasNoActiveIncidents();
    }
}
