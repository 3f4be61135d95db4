package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import lifeboat.app.controller.EngineDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a controller leaves behind for auditors, and what they can do with it. */
class EvidenceIT {

    @RegisterExtension
    private final RunningController system = new RunningController();

    @Test
    void provesWhatWasDoneAndFindsWhatWasAlteredInEitherPlace() throws Exception {
        Path sentAway = system.folder().resolve("sent-away.txt");
        String id = RunningController.id(system.lifeboat("migrate", "video", "--to", "backup", "--wait", "--reason",
                "flood warning").output());

        assertThat(system.evidence("list").output()).containsPattern(id + " .* video +migrated");
        assertThat(system.evidence("show", id).output()).contains("STEP 4 Freeze process: completed", "pmc1 <- freeze video",
                "Migration %s: service video runs at site backup.".formatted(id));
        assertVerified(system.evidence("verify", "--history", "--grpc", RunningController.url(system.grpc()), "--rest",
                RunningController.url(system.rest())));

        assertThat(system.evidence("export", id, "--to", system.folder().toString()).exitCode()).isZero();
        Path exported = system.folder().resolve("migration-%s.json".formatted(id));
        assertVerified(system.evidence("verify", exported.toString()));
        assertThat(Files.readString(system.folder().resolve("migration-%s.html".formatted(id)))).contains(
                "flood warning", "STEP 4 Freeze process", "data-element-id=\"Task_Resume\"", "users in VLAN 2 (backup)",
                "pmc1 reports", "SHA-256", "the log was as it was written");
        assertThat(system.console().run("show servers")).contains("server2: running [video]");
        system.assertUserIsUnharmed();

        system.stop();
        Files.writeString(sentAway, Files.readString(lastCheckpoint()));
        alterTheEnginesDatabase();
        system.start();

        Command.Result compared = system.evidence("verify", "--history", "--grpc",
                RunningController.url(system.grpc()), "--rest", RunningController.url(system.rest()), "--since",
                sentAway.toString());
        assertThat(compared.exitCode()).isEqualTo(1);
        assertThat(compared.output()).contains("Migration %s: the reason given is 'flood warning' in the evidence, and "
                .formatted(id) + "'a drill' in the engine's history.", "Migration %s: 'STEP 5 Migrate process' went from "
                        .formatted(id), "It is NOT as it was written: 2 faults.");

        Files.writeString(exported, Files.readString(exported).replace("freeze video", "freeze audio"));
        assertThat(system.evidence("verify", exported.toString()).output()).contains("is not in the log that the "
                + "checkpoint signs");
    }

    private static void assertVerified(Command.Result result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("It is as it was written.");
    }

    private Path lastCheckpoint() throws Exception {
        try (var notes = Files.list(system.data().resolve("evidence/checkpoints"))) {
            return notes.filter(file -> file.toString().endsWith(".note")).sorted().reduce((a, b) -> b).orElseThrow();
        }
    }

    private void alterTheEnginesDatabase() throws Exception {
        EngineDatabase database = EngineDatabase.protectedIn(system.data());
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE ACT_HI_VARINST SET TEXT_ = 'a drill' WHERE NAME_ = 'reason'"))
                    .isPositive();
            assertThat(statement.executeUpdate("UPDATE ACT_HI_ACTINST SET START_TIME_ = DATEADD(MILLISECOND, -300, "
                    + "START_TIME_) WHERE ACT_ID_ = 'Task_Transfer'")).isPositive();
        }
    }
}
