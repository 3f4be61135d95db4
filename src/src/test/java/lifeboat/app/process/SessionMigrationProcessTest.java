package lifeboat.app.process;

import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byKey;
import static io.camunda.process.test.api.assertions.ProcessInstanceSelectors.byProcessId;
import static io.camunda.process.test.api.assertions.UserTaskSelectors.byElementId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.process.test.api.CamundaAssert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Outcome;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way through {@code session-migration}, and the order in which its jobs run. */
class SessionMigrationProcessTest extends ProcessTest {

    private static final String CONVERGE = "Task_ConvergeService Task_ConvergeUsers Task_ConvergeCopies "
            + "Task_ConvergePath Task_ConvergeVlan";

    SessionMigrationProcessTest() {
        super(ProcessFile.SESSION_MIGRATION);
    }

    @Test
    void migrates() {
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Migrated);
        assertThat(workers.elementsOf(key)).containsExactly(elements(
                "Task_Plan Task_ReserveBandwidth Task_ConfigureVlan Task_Freeze Task_Transfer "
                + "Task_MoveVirtualIp Task_SwitchUserVlan Task_Resume Task_DeleteBandwidth "
                + "Task_DeleteVlan CONVERGE Task_Report"));
    }

    @Test
    void skipsTheLightPathWhereNoneIsWanted() {
        workers.completeWith(SessionMigrationElement.Task_Plan, Map.of(SessionMigration.VARIABLE_LIGHT_PATH, false));
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Migrated);
        assertThat(workers.elementsOf(key)).containsExactly(elements(
                "Task_Plan Task_Freeze Task_Transfer Task_MoveVirtualIp Task_SwitchUserVlan Task_Resume "
                + "CONVERGE Task_Report"));
    }

    @Test
    void sendsAFirstImageBeforeTheFreezeWithPreCopy() {
        workers.planWith(Strategy.PRE_COPY);
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Migrated);
        assertThat(workers.elementsOf(key)).containsExactly(elements(
                "Task_Plan Task_ReserveBandwidth Task_ConfigureVlan Task_SendFirstImage Task_Freeze "
                + "Task_Transfer Task_MoveVirtualIp Task_SwitchUserVlan Task_Resume Task_DeleteBandwidth "
                + "Task_DeleteVlan CONVERGE Task_Report"));
    }

    @Test
    void keepsTheLightPathUntilThePagesAreThereWithPostCopy() {
        workers.planWith(Strategy.POST_COPY);
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Migrated);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_Resume Task_FetchPages Task_DeleteBandwidth Task_DeleteVlan CONVERGE Task_Report"));
    }

    @Test
    void rollsBackWhenTheFirstImageIsRefused() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt(SessionMigrationElement.Task_SendFirstImage, "FIRST_IMAGE_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_SendFirstImage Task_DecideRefused Task_RemoveVlan Task_ReleaseBandwidth CONVERGE "
                + SessionMigrationElement.Task_ReportRollback));
    }

    @Test
    void discardsTheFirstImageWhenALaterStepFails() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt(SessionMigrationElement.Task_Transfer, "TRANSFER_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_Transfer Task_DecideError Task_Thaw Task_DiscardFirstImage Task_RemoveVlan "
                + "Task_ReleaseBandwidth CONVERGE Task_ReportRollback"));
    }

    @Test
    void startsByAnAlarm() {
        client.newPublishMessageCommand().messageName(ProcessMessage.MIGRATION_REQUESTED)
                .correlationKey("video").variables(Map.of("alarm", "flood")).send().join();

        CamundaAssert.assertThatProcessInstance(byProcessId(ProcessId.SESSION_MIGRATION)).isCompleted()
                .hasCompletedElements(SessionMigrationElement.Start_Alarm, SessionMigrationElement.End_Migrated)
                .hasVariable("alarm", "flood");
    }

    @Test
    void refusesBeforeAnythingIsChanged() {
        workers.throwErrorAt(SessionMigrationElement.Task_Plan, "REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Refused);
        assertThat(workers.elementsOf(key)).containsExactly(elements(
                SessionMigrationElement.Task_Plan));
    }

    @Test
    void asksTheOneWhoStartedItByAFormWhenItIsRefused() {
        workers.throwErrorAt(SessionMigrationElement.Task_Plan, "REFUSED");
        long key = client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, "vidoe", "correctIfRefused", true)).send().join()
                .getProcessInstanceKey();
        CamundaAssert.assertThatUserTask(byElementId(SessionMigrationElement.Task_Refused)).isCreated();
        workers.throwErrorAt(SessionMigrationElement.Task_Plan, null);

        engine.completeUserTask(byElementId(SessionMigrationElement.Task_Refused),
                Map.of(SessionMigration.VARIABLE_SERVICE, "video"));

        assertEnds(key, SessionMigrationElement.End_Migrated);
        CamundaAssert.assertThatProcessInstance(byKey(key)).hasVariable(SessionMigration.VARIABLE_SERVICE, "video")
                .hasVariable(SessionMigration.VARIABLE_ERROR, null);
    }

    @Test
    void isGivenUpByTheOneWhoStartedItByAForm() {
        workers.throwErrorAt(SessionMigrationElement.Task_Plan, "REFUSED");
        long key = client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of("correctIfRefused", true)).send().join().getProcessInstanceKey();
        CamundaAssert.assertThatUserTask(byElementId(SessionMigrationElement.Task_Refused)).isCreated();

        engine.completeUserTask(byElementId(SessionMigrationElement.Task_Refused), Map.of("giveUp", true));

        assertEnds(key, SessionMigrationElement.End_Refused);
    }

    /** The failing element, its error, and the jobs after it: the reference table seen on a real Zeebe broker. */
    @ParameterizedTest
    @CsvSource({
        "Task_ReserveBandwidth, BANDWIDTH_REFUSED, Task_DecideRefused",
        "Task_ConfigureVlan, VLAN_REFUSED, Task_DecideRefused Task_ReleaseBandwidth",
        "Task_Freeze, FREEZE_REFUSED, Task_DecideError Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_Transfer, TRANSFER_REFUSED, Task_DecideError Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_MoveVirtualIp, VIRTUAL_IP_REFUSED, Task_DecideError Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_SwitchUserVlan, USER_VLAN_REFUSED, Task_DecideError Task_ReturnVirtualIp Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth",
        "Task_Resume, RESUME_REFUSED, Task_DecideError Task_ReturnUserVlan Task_ReturnVirtualIp Task_Discard Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth"})
    void rollsBackNewestFirst(String element, String code, String handlers) {
        workers.throwErrorAt(element, code);
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        List<String> elements = workers.elementsOf(key);
        assertThat(elements.subList(elements.indexOf(element) + 1, elements.size()))
                .containsExactly(elements(handlers + " CONVERGE Task_ReportRollback"));
    }

    @Test
    void rollsBackWhenTheFreezeDeadlinePasses() {
        workers.hangAt(SessionMigrationElement.Task_Transfer);
        long key = migrate();
        passFreezeDeadline(key, SessionMigrationElement.Task_Transfer);

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_Transfer Task_DecideTimeout Task_Thaw Task_RemoveVlan Task_ReleaseBandwidth "
                + "CONVERGE Task_ReportRollback"));
    }

    @Test
    void goesForwardWhenTheDeadlinePassesAfterTheProcessWasResumed() {
        workers.completeWith(SessionMigrationElement.Task_DecideTimeout,
                Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.MIGRATED));
        workers.hangAt(SessionMigrationElement.Task_Resume);
        long key = migrate();
        passFreezeDeadline(key, SessionMigrationElement.Task_Resume);

        assertEnds(key, SessionMigrationElement.End_Migrated);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_Resume Task_DecideTimeout Task_DeleteBandwidth Task_DeleteVlan CONVERGE "
                + SessionMigrationElement.Task_Report));
    }

    @Test
    void rollsBackWhenTheOperatorAborts() {
        workers.hangAt(SessionMigrationElement.Task_SwitchUserVlan);
        long key = migrate();
        abort(key, SessionMigrationElement.Task_SwitchUserVlan);

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_SwitchUserVlan Task_DecideAbort Task_ReturnVirtualIp Task_Discard Task_Thaw "
                + "Task_RemoveVlan Task_ReleaseBandwidth CONVERGE Task_ReportRollback"));
    }

    @Test
    void rollsBackWhenTheOperatorAbortsBeforeTheFreeze() {
        workers.planWith(Strategy.PRE_COPY);
        workers.hangAt(SessionMigrationElement.Task_SendFirstImage);
        long key = migrate();
        abort(key, SessionMigrationElement.Task_SendFirstImage);

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "Task_SendFirstImage Task_DecideAborted Task_RemoveVlan Task_ReleaseBandwidth CONVERGE "
                + SessionMigrationElement.Task_ReportRollback));
    }

    @Test
    void goesForwardWhenTheAbortComesAfterTheProcessWasResumed() {
        workers.completeWith(SessionMigrationElement.Task_DecideAbort,
                Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.MIGRATED));
        workers.hangAt(SessionMigrationElement.Task_Resume);
        long key = migrate();
        abort(key, SessionMigrationElement.Task_Resume);

        assertEnds(key, SessionMigrationElement.End_Migrated);
    }

    @Test
    void goesForwardWhenAStepFailsAfterTheProcessWasResumed() {
        workers.completeWith(SessionMigrationElement.Task_DecideError, Map.of(SessionMigration.VARIABLE_OUTCOME,
                Outcome.MIGRATED));
        workers.throwErrorAt(SessionMigrationElement.Task_Resume, "RESUME_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_Migrated);
    }

    @ParameterizedTest
    @CsvSource({"Task_ReserveBandwidth, ''", "Task_ConfigureVlan, Task_ReleaseBandwidth"})
    void rollsBackWhenTheOperatorAbortsAnEarlyStep(String element, String handlers) {
        workers.hangAt(element);
        long key = migrate();
        abort(key, element);

        assertEnds(key, SessionMigrationElement.End_RolledBack);
        assertThat(workers.elementsOf(key)).endsWith(elements(element + " Task_DecideAborted " + handlers
                + " CONVERGE Task_ReportRollback"));
    }

    @Test
    void endsAsLostWhenTheMainSiteDoesNotComeBack() {
        workers.throwErrorAt(SessionMigrationElement.Task_Transfer, "TRANSFER_REFUSED");
        workers.completeWith(SessionMigrationElement.Task_ConvergeService, Map.of(SessionMigration.VARIABLE_OUTCOME,
                Outcome.SITE_LOST));
        long key = migrate();

        assertEnds(key, SessionMigrationElement.End_SiteLost);
        assertThat(workers.elementsOf(key)).endsWith(elements(
                "CONVERGE Task_ReportLost"));
    }

    @Test
    void tellsAnOperatorWhenItTakesLongToConvergeAndGoesOn() {
        workers.hangAt(SessionMigrationElement.Task_ConvergeUsers);
        long key = migrate();
        await().until(() -> workers.elementsOf(key).contains(SessionMigrationElement.Task_ConvergeUsers));
        engine.increaseTime(Duration.ofSeconds(31));
        CamundaAssert.assertThatUserTask(byElementId(SessionMigrationElement.Task_Attention, key)).isCreated();
        engine.completeUserTask(byElementId(SessionMigrationElement.Task_Attention, key));
        CamundaAssert.assertThatProcessInstance(byKey(key)).hasCompletedElements(SessionMigrationElement.End_Attention);

        workers.goOnAt(SessionMigrationElement.Task_ConvergeUsers);

        assertEnds(key, SessionMigrationElement.End_Migrated);
    }

    @Test
    void forgetsTheOperatorsTaskOnceItHasConverged() {
        workers.hangAt(SessionMigrationElement.Task_ConvergeUsers);
        long key = migrate();
        await().until(() -> workers.elementsOf(key).contains(SessionMigrationElement.Task_ConvergeUsers));
        engine.increaseTime(Duration.ofSeconds(31));
        CamundaAssert.assertThatUserTask(byElementId(SessionMigrationElement.Task_Attention, key)).isCreated();

        workers.goOnAt(SessionMigrationElement.Task_ConvergeUsers);

        assertEnds(key, SessionMigrationElement.End_Migrated);
    }

    /** Steps and handlers by their elements, with all of the converging as one word. */
    private static String[] elements(String words) {
        return words.replace("CONVERGE", CONVERGE).strip().split("\\s+");
    }

    private long migrate() {
        return client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion().send()
                .join().getProcessInstanceKey();
    }

    private void passFreezeDeadline(long key, String whileAt) {
        await().until(() -> workers.elementsOf(key).contains(whileAt));
        engine.increaseTime(FaultInjectingWorkers.FREEZE_DEADLINE.plusSeconds(1));
    }

    private void abort(long key, String whileAt) {
        await().until(() -> workers.elementsOf(key).contains(whileAt));
        client.newPublishMessageCommand().messageName(ProcessMessage.ABORT_MIGRATION)
                .correlationKey(String.valueOf(key)).timeToLive(Duration.ZERO).send().join();
    }

    private static void assertEnds(long key, String endEvent) {
        CamundaAssert.assertThatProcessInstance(byKey(key)).isCompleted().hasCompletedElements(endEvent)
                .hasNoActiveIncidents();
    }
}
