package lifeboat.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.process.test.api.CamundaAssert;
import io.camunda.process.test.api.assertions.ProcessInstanceSelectors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import lifeboat.app.cli.Lifeboat;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.SessionMigration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An operator at 3 a.m., with nothing but the command line. */
class OperatorCommandsTest extends ProcessTest {

    private static final String WORDS = "Could not delete light path m17: cp1 (telnet 192.0.2.1:23) does not answer";

    OperatorCommandsTest() {
        super(ProcessFile.SESSION_MIGRATION);
    }

    /** What a command printed, and its exit code. */
    private record Result(int exitCode, String output) {
    }

    private Result lifeboat(String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine command = Lifeboat.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true));
        int exitCode = command.execute(Stream.concat(Stream.of(arguments), Stream.of("--grpc",
                client.getConfiguration().getGrpcAddress().toString(), "--rest",
                client.getConfiguration().getRestAddress().toString())).toArray(String[]::new));
        return new Result(exitCode, output.toString().strip());
    }

    private long migrate() {
        return client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, "video")).send().join().getProcessInstanceKey();
    }

    @Test
    void findsUnderstandsAndResolvesAnIncident() {
        assertThat(lifeboat("incidents")).isEqualTo(new Result(0, "No step waits for an operator."));
        workers.failAt(SessionMigrationElement.Task_DeleteBandwidth, WORDS);
        long key = migrate();

        await().atMost(Duration.ofMinutes(1)).until(() -> lifeboat("incidents").exitCode() == 1);
        assertThat(lifeboat("incidents").output()).startsWith("Migration %d of service video, step 'STEP 9 Delete bandwidth'"
                .formatted(key)).endsWith("UTC: " + WORDS);
        assertThat(lifeboat("status", String.valueOf(key)).output())
                .contains("waits for an operator. At 'STEP 9 Delete bandwidth': " + WORDS);
        assertThat(lifeboat("status").output()).contains("waits for an operator: At 'STEP 9 Delete bandwidth'");

        workers.mendAt(SessionMigrationElement.Task_DeleteBandwidth);
        Result retry = lifeboat("retry", String.valueOf(key), "--operator", "ann", "--reason", "cp1 was unplugged");

        assertThat(retry).isEqualTo(new Result(0, "Step 'STEP 9 Delete bandwidth' of migration %1$d is tried again; see "
                .formatted(key) + "'lifeboat status %d'.".formatted(key)));
        CamundaAssert.assertThatProcessInstance(ProcessInstanceSelectors.byKey(key)).isCompleted()
                .hasCompletedElements(SessionMigrationElement.End_Migrated);
        assertThat(lifeboat("status", String.valueOf(key)).output()).startsWith("Migration %d: migrated".formatted(key))
                .contains("'STEP 9 Delete bandwidth' is tried again by ann, because: cp1 was unplugged");
        assertThat(lifeboat("retry", String.valueOf(key))).isEqualTo(new Result(2, ("No step of migration %1$d waits for "
                + "an operator: see 'lifeboat status %1$d'.").formatted(key)));
    }

    @Test
    void cancelsNothingThatIsNotMeant() {
        workers.hangAt(SessionMigrationElement.Task_Plan);
        long key = migrate();
        await().atMost(Duration.ofMinutes(1)).until(() -> lifeboat("cancel", String.valueOf(key)).output()
                .startsWith("Migration %d is at 'Plan migration'.".formatted(key)));

        Result unasked = lifeboat("cancel", String.valueOf(key));
        assertThat(unasked.output()).contains("It is being planned: PMCs may hold the process for it already.",
                "Nobody can be asked here: --yes says that it is meant.", "Nothing was cancelled.");
        assertThat(unasked.exitCode()).isEqualTo(2);

        Result cancelled = lifeboat("cancel", String.valueOf(key), "--yes", "--operator", "ann");
        assertThat(cancelled.exitCode()).as(cancelled.output()).isZero();
        assertThat(cancelled.output()).endsWith("Migration %d is cancelled. Nothing was changed.".formatted(key));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(lifeboat("status", String.valueOf(key))
                .output()).startsWith("Migration %d: cancelled".formatted(key)).contains("cancelled by ann"));
        assertThat(lifeboat("cancel", String.valueOf(key), "--yes").output())
                .startsWith("Migration %d has ended: cancelled".formatted(key));
        assertThat(lifeboat("cancel", "12345").output()).isEqualTo("There is no migration 12345.");
    }
}
