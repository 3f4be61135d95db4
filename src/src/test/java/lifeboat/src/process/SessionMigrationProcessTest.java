package lifeboat.src.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.response.ElementInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way through {@code session-migration}, and the order in which its jobs run. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SessionMigrationProcessTest {

    private static final SessionMigrationFile FILE = new SessionMigrationFile();
    private static final List<Long> INSTANCES = new ArrayList<>();

    private static EngineOnly engine;
    private static FaultInjectingWorkers workers;

    @BeforeAll
    static void start() throws Exception {
        engine = new EngineOnly();
        workers = new FaultInjectingWorkers(engine.client(), FILE.jobTypes());
    }

    @AfterAll
    static void stop() {
        workers.close();
        engine.close();
    }

    @BeforeEach
    void reset() {
        workers.reset();
    }

    @Test
    @Order(1)
    void migrates() {
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_ReserveBandwidth",
                "Task_ConfigureVlan", "Task_Freeze", "Task_Transfer", "Task_MoveVirtualIp", "Task_SwitchUserVlan",
                "Task_Resume", "Task_DeleteBandwidth", "Task_DeleteVlan", "Task_Report");
    }

    @Test
    @Order(1)
    void skipsTheLightPathWhereNoneIsWanted() {
        workers.completeWith("Task_Plan", Map.of(SessionMigration.VARIABLE_LIGHT_PATH, false));
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_Freeze", "Task_Transfer",
                "Task_MoveVirtualIp", "Task_SwitchUserVlan", "Task_Resume", "Task_Report");
    }

    @Test
    @Order(1)
    void sendsAFirstImageBeforeTheFreezeWithPreCopy() {
        workers.planWith(Strategy.PRE_COPY);
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan", "Task_ReserveBandwidth",
                "Task_ConfigureVlan", "Task_SendFirstImage", "Task_Freeze", "Task_Transfer", "Task_MoveVirtualIp",
                "Task_SwitchUserVlan", "Task_Resume", "Task_DeleteBandwidth", "Task_DeleteVlan", "Task_Report");
    }

    @Test
    @Order(1)
    void keepsTheLightPathUntilThePagesAreThereWithPostCopy() {
        workers.planWith(Strategy.POST_COPY);
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).endsWith("Task_Resume", "Task_FetchPages", "Task_DeleteBandwidth",
                "Task_DeleteVlan", "Task_Report");
    }

    @Test
    @Order(1)
    void rollsBackWhenTheFirstImageIsRefused() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt("Task_SendFirstImage", "FIRST_IMAGE_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_SendFirstImage", "Task_RemoveVlan", "Task_ReleaseBandwidth",
                "Task_ReportRollback");
    }

    @Test
    @Order(1)
    void discardsTheFirstImageWhenALaterStepFails() {
        workers.planWith(Strategy.PRE_COPY);
        workers.throwErrorAt("Task_Transfer", "TRANSFER_REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_Transfer", "Task_MarkError", "Task_Thaw",
                "Task_DiscardFirstImage", "Task_RemoveVlan", "Task_ReleaseBandwidth", "Task_ReportRollback");
    }

    @Test
    @Order(1)
    void startsByAnAlarm() {
        engine.client().newPublishMessageCommand().messageName(SessionMigration.MESSAGE_MIGRATION_REQUESTED)
                .correlationKey("video").variables(Map.of("alarm", "flood")).send().join();

        await().untilAsserted(() -> assertThat(startedBy("Start_Alarm")).isNotEmpty());
        long key = startedBy("Start_Alarm").get(0);
        INSTANCES.add(key);
        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
    }

    @Test
    @Order(1)
    void refusesBeforeAnythingIsChanged() {
        workers.throwErrorAt("Task_Plan", "REFUSED");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_REFUSED);
        assertThat(workers.elementsOf(key)).containsExactly("Task_Plan");
    }

    /** The failing element, its error, and the jobs after it: the reference table seen on a real Zeebe broker. */
    @ParameterizedTest
    @Order(1)
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
    @Order(1)
    void rollsBackWhenTheFreezeDeadlinePasses() {
        workers.completeWith("Task_Plan", Map.of(SessionMigration.VARIABLE_FREEZE_DEADLINE, "PT0.3S"));
        workers.hangAt("Task_Transfer");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_ROLLED_BACK);
        assertThat(workers.elementsOf(key)).endsWith("Task_Transfer", "Task_SettleTimeout", "Task_Thaw",
                "Task_RemoveVlan", "Task_ReleaseBandwidth", "Task_ReportRollback");
    }

    @Test
    @Order(1)
    void goesForwardWhenTheDeadlinePassesAfterTheProcessWasResumed() {
        workers.completeWith("Task_Plan", Map.of(SessionMigration.VARIABLE_FREEZE_DEADLINE, "PT0.5S"));
        workers.completeWith("Task_SettleTimeout",
                Map.of(SessionMigration.VARIABLE_OUTCOME, SessionMigration.OUTCOME_MIGRATED));
        workers.hangAt("Task_Resume");
        long key = migrate();

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
        assertThat(workers.elementsOf(key)).endsWith("Task_Resume", "Task_SettleTimeout", "Task_DeleteBandwidth",
                "Task_DeleteVlan", "Task_Report");
    }

    @Test
    @Order(1)
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
    @Order(1)
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
    @Order(1)
    void goesForwardWhenTheAbortComesAfterTheProcessWasResumed() {
        workers.completeWith("Task_SettleAbort",
                Map.of(SessionMigration.VARIABLE_OUTCOME, SessionMigration.OUTCOME_MIGRATED));
        workers.hangAt("Task_Resume");
        long key = migrate();
        abort(key, "Task_Resume");

        assertEnds(key, SessionMigration.ELEMENT_END_MIGRATED);
    }

    /** Runs last: the tests above must have been everywhere. */
    @Test
    @Order(2)
    void everyElementWasEntered() {
        Map<Long, Set<String>> entered = new HashMap<>();
        Map<Long, Set<String>> completed = new HashMap<>();
        for (long key : INSTANCES) {
            for (ElementInstance element : elements(key)) {
                entered.computeIfAbsent(key, k -> new HashSet<>()).add(element.getElementId());
                if (element.getState() == ElementInstanceState.COMPLETED) {
                    completed.computeIfAbsent(key, k -> new HashSet<>()).add(element.getElementId());
                }
            }
        }
        Set<String> everywhere = new HashSet<>();
        entered.values().forEach(everywhere::addAll);

        assertThat(everywhere).containsAll(FILE.nodes());
        assertThat(FILE.flows()).allSatisfy(flow -> assertThat(INSTANCES).as("flow %s", flow.getId()).anyMatch(key ->
                completed.getOrDefault(key, Set.of()).contains(flow.getSource().getId())
                        && entered.get(key).contains(flow.getTarget().getId())));
    }

    private static long migrate() {
        long key = engine.client().newCreateInstanceCommand().bpmnProcessId(SessionMigration.PROCESS_ID)
                .latestVersion().variables(Map.of()).send().join().getProcessInstanceKey();
        INSTANCES.add(key);
        return key;
    }

    private static void abort(long key, String whileAt) {
        await().until(() -> workers.elementsOf(key).contains(whileAt));
        engine.client().newPublishMessageCommand().messageName(SessionMigration.MESSAGE_ABORT_MIGRATION)
                .correlationKey(String.valueOf(key)).timeToLive(Duration.ZERO).send().join();
    }

    private static void assertEnds(long key, String endEvent) {
        await().untilAsserted(() -> assertThat(elements(key)).extracting(ElementInstance::getElementId)
                .contains(endEvent));
    }

    private static List<ElementInstance> elements(long key) {
        return client().newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key))
                .page(p -> p.limit(500)).send().join().items();
    }

    private static List<Long> startedBy(String element) {
        return client().newElementInstanceSearchRequest().filter(f -> f.elementId(element)).send().join().items()
                .stream().map(ElementInstance::getProcessInstanceKey).toList();
    }

    private static CamundaClient client() {
        return engine.client();
    }
}
