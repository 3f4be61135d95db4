package lifeboat.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.Fact.ClockState;
import lifeboat.evidence.record.Fact.CommandAnswered;
import lifeboat.evidence.record.Fact.CommandSent;
import lifeboat.evidence.record.Fact.ElementPassed;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.Fact.IncidentRaised;
import lifeboat.evidence.record.Fact.MigrationCancelled;
import lifeboat.evidence.record.Fact.MigrationRequested;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.evidence.record.Fact.StepBegun;
import lifeboat.evidence.record.Fact.StepEnded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor reads of a migration. */
class PrintedPageTest {

    private static final String SVG = "<?xml version=\"1.0\"?><svg width=\"2000\" height=\"400\" "
            + "viewBox=\"100 50 2000 400\"><g data-element-id=\"Task_Freeze\"><g class=\"djs-visual\"><rect/></g></g></svg>";
    private static final String SHA = "ab".repeat(32);

    @TempDir
    private Path folder;
    private final TickingClock clock = new TickingClock();
    private final FactJson json = new FactJson();

    /** A second passes with each look at it. */
    private static final class TickingClock extends Clock {

        private Instant now = Instant.parse("2026-11-28T03:00:00Z");

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void write(Fact... facts) throws Exception {
        try (EvidenceLog log = EvidenceLog.open(folder, "lifeboat/test", clock)) {
            for (Fact fact : facts) {
                log.append("68", fact.kind(), json.fields(fact));
            }
            log.checkpoint();
        }
    }

    private MigrationRecord migration() throws Exception {
        return MigrationRecord.in(new EvidenceFolder(folder).lines().stream().map(LogEntry::of).toList()).iterator()
                .next();
    }

    private String page(List<String> faults) throws Exception {
        return new PrintedPage(migration()).html(EvidenceBundle.of(new EvidenceFolder(folder), migration()),
                Optional.of(new ProcessPicture(SVG, SHA)), faults);
    }

    private static StepBegun begun(String step, String job) {
        return new StepBegun("session-migration", step, job, "run" + job, 3, "mcs");
    }

    private static StepEnded ended(String step, String job, Map<String, Object> variables) {
        return new StepEnded("session-migration", step, job, "run" + job, StepEnded.COMPLETED, null, null, variables);
    }

    private Fact[] migrated() {
        return new Fact[] {
            new MigrationRequested(Map.of("service", "video", "reason", "<script>alert(1)</script>", "requestedBy",
                    "ann", "gauge", 9.5), "session-migration", 4, SHA, "mcs", new ClockState("chrony: ntp1", true,
                            "0.0001 s")),
            begun("Task_Plan", "1"), ended("Task_Plan", "1", Map.of("plan", Map.of("strategy", "pre-copy",
                    "strategyReason", "it is quicker", "source", Map.of("site", "main"), "target",
                    Map.of("site", "backup")))),
            begun("Task_Freeze", "2"), new CommandSent("run2", "pmc1", "freeze video"),
            new CommandAnswered("run2", "pmc1", "freeze video", "no\nanswer", true, "2026-11-28T03:00:05Z", 1500),
            new StepEnded("session-migration", "Task_Freeze", "2", "run2", StepEnded.FAILED, null,
                    "PMC pmc1 is silent.", null),
            begun("Task_Freeze", "2b"), ended("Task_Freeze", "2b", null),
            begun("Task_Transfer", "3"), new CommandAnswered("run3", "pmc1", "send video",
                    "sent 41943040 bytes in 320 ms, sha256 " + SHA, false, "2026-11-28T03:00:11Z", 330),
            ended("Task_Transfer", "3", null), begun("Task_Resume", "4"), ended("Task_Resume", "4", null),
            new ServiceHealth(ServiceHealth.AFTER, "video", List.of("backup"), List.of("backup"), "VLAN 2", List.of()),
            new EngineHistory("migrated", "Service video runs at site backup.", "PT5S", List.of(), List.of(
                    new ElementPassed("Start_Alarm", "STEP 1 Alarm", "start_event", "completed", null, null),
                    new ElementPassed("Task_Freeze", "STEP 4 Freeze process", "service_task", "completed", null, null)),
                    List.of(new IncidentRaised("Task_Freeze", "PMC pmc1 is silent.", "resolved",
                            "2026-11-28T03:00:07Z")),
                    List.of("2026-11-28T03:00:08Z: retried by bob, because: cable"))
        };
    }

    @Test
    void saysWhatHappenedToWhomAndWhy() throws Exception {
        write(migrated());

        assertThat(page(List.of())).contains("Service video runs at site backup.", "main, backup",
                "pre-copy: it is quicker",
                "objective: 5.000 s; achieved: 13.000 s; missed", "41,943,040 bytes, SHA-256 " + SHA,
                "chrony: ntp1, synchronised, off by 0.0001 s", "version 4", "STEP 1 Alarm",
                "<td>Request: gauge</td><td>9.5",
                "retried by bob, because: cable",
                "step &#39;STEP 4 Freeze process&#39; waited for an operator (resolved)",
                "failed: PMC pmc1 is silent.", "FAILED: no\nanswer", "the log was as it was written",
                "g[data-element-id=\"Task_Freeze\"]>.djs-visual>:first-child", "lifeboat/test\n16\n")
                .contains("viewBox=\"-10 50 1220 400\"", "viewBox=\"990 50 1220 400\"")
                .contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(migration().freezeWindow()).contains(Duration.ofSeconds(10));
    }

    @Test
    void saysThatTheLogWasAltered() throws Exception {
        write(migrated());

        assertThat(page(List.of("Entry 3 was altered."))).contains("was NOT as it was written", "Entry 3 was altered.");
    }

    @Test
    void showsNoPictureOfAnotherProcess() throws Exception {
        write(migrated());

        assertThat(new PrintedPage(migration()).html(EvidenceBundle.of(new EvidenceFolder(folder), migration()),
                Optional.of(new ProcessPicture(SVG, "cd".repeat(32))), List.of()))
                .contains("There is no picture of the BPMN file that was executed here.").doesNotContain("djs-visual");
    }

    /** A step that is interrupted ends after the next one has begun. */
    @Test
    void tellsTriesThatOverlapApart() throws Exception {
        write(migrated()[0], begun("Task_Transfer", "1"), begun("Task_DecideTimeout", "2"),
                new CommandAnswered("run1", "pmc1", "send video", "late", false, "2026-11-28T03:00:05Z", 1),
                new CommandAnswered("run2", "pmc2", "fence video", "fenced", false, "2026-11-28T03:00:05Z", 1),
                ended("Task_Transfer", "1", null), ended("Task_DecideTimeout", "2", null));

        assertThat(migration().tries()).allSatisfy(step -> {
            assertThat(step.ended().step()).isEqualTo(step.begun().step());
            assertThat(step.commands()).hasSize(1);
        }).extracting(step -> step.commands().get(0).answer()).containsExactly("late", "fenced");
    }

    @Test
    void saysThatItIsNotKnownWhoIntervened() throws Exception {
        write(migrated()[0], new EngineHistory("migrated", "It runs.", null, List.of(), null, null, null));

        assertThat(page(List.of())).contains("is not known: the engine did not say")
                .doesNotContain("Nobody intervened");
    }

    @Test
    void saysWhyItWasRefused() throws Exception {
        write(migrated()[0], begun("Task_Plan", "1"), new StepEnded("session-migration", "Task_Plan", "1",
                "run1", StepEnded.REFUSED, "REFUSED", "There is no site 'moon'.", null));

        assertThat(migration().outcome()).isEqualTo("refused");
        assertThat(page(List.of())).contains("It is refused. There is no site &#39;moon&#39;.");
    }

    /** What was refused once, and then corrected in its task, goes on. */
    @Test
    void isNotRefusedOnceItWasCorrected() throws Exception {
        write(migrated()[0], begun("Task_Plan", "1"), new StepEnded("session-migration", "Task_Plan", "1",
                "run1", StepEnded.REFUSED, "REFUSED", "There is no site 'moon'.", null), begun("Task_Plan", "2"),
                ended("Task_Plan", "2", Map.of()));

        assertThat(migration().outcome()).isEqualTo("running");
    }

    @Test
    void saysWhoCancelledIt() throws Exception {
        write(migrated()[0], begun("Task_Plan", "1"), new MigrationCancelled(List.of(
                "cancelled by ann, because: drill"), List.of()));

        assertThat(migration().outcome()).isEqualTo("cancelled");
        assertThat(page(List.of())).contains("cancelled by ann, because: drill");
    }
}
