package lifeboat.trial.bench;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.app.status.StepTimes;
import lifeboat.connectors.failure.SessionException;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.TrialSystem;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.migration.SessionMigration;

/** Migrates the lab's service there and back, again and again, with a user connected, and measures each time. */
public final class Bench {

    private static final String SERVICE = "video";
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final long LOOK_MILLIS = 100;

    /** The stream must flow again before the next migration, and the machine be quiet. */
    private static final long STREAM_BETWEEN = 250_000;

    private final CamundaClient client;
    private final LabConsole lab;
    private final PrintWriter out;
    private String site = "backup";

    public Bench(TrialSystem system, PrintWriter out) {
        this.client = system.client();
        this.lab = system.console();
        this.out = out;
    }

    /** The first migration only warms the system up. @throws IllegalStateException if one does not succeed */
    List<Measurement> measure(List<Trial> trials, int runs) throws Exception {
        lab.connectUsers(1);
        awaitStream();
        migrate(trials.get(0));
        List<Measurement> measurements = new ArrayList<>();
        for (Trial trial : trials) {
            for (int run = 1; run <= runs; run++) {
                Measurement measurement = migrate(trial);
                measurements.add(measurement);
                out.printf("%s, run %d: longest pause %s s, freeze window %s s, total %s s%n", trial.title(), run,
                        Spread.seconds(measurement.longestPause()), Spread.seconds(measurement.freezeWindow()),
                        Spread.seconds(measurement.total()));
                out.flush();
            }
        }
        return measurements;
    }

    private Measurement migrate(Trial trial) throws Exception {
        awaitStream();
        lab.run("watch switch-over");
        lab.userRestarting();
        long key = client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, SERVICE, SessionMigration.VARIABLE_TARGET_SITE,
                        site, SessionMigration.VARIABLE_LIGHT_PATH, trial.lightPath(),
                        SessionMigration.VARIABLE_STRATEGY, trial.strategy().toString()))
                .withResult().requestTimeout(LONGEST).send().join().getProcessInstanceKey();
        awaitStream();
        Migration migration = ended(key);
        if (migration.outcome() != MigrationState.MIGRATED) {
            throw new IllegalStateException("Migration %d by %s: %s. %s".formatted(key, trial.title(),
                    migration.outcome(), new Migrations(client).variables(key).why().orElse("")).strip());
        }
        site = site.equals("backup") ? "main" : "backup";
        LabConsole.UserReport user = lab.user();
        return new Measurement(trial, steps(migration.steps()), migration.steps().freezeWindow().orElseThrow(),
                user.longestPause(), outage(), Duration.between(migration.start(), migration.end()), stream(),
                user.isUnharmed());
    }

    private Migration ended(long key) throws InterruptedException {
        Migrations migrations = new Migrations(client);
        Optional<Migration> migration = migrations.find(key);
        while (migration.isEmpty() || migration.get().end() == null) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            migration = migrations.find(key);
        }
        return migration.get();
    }

    private static Map<String, Duration> steps(StepTimes times) {
        Map<String, Duration> steps = new LinkedHashMap<>();
        times.tasks().forEach(task -> steps.put(task.name(), task.duration()));
        return steps;
    }

    private Optional<Duration> outage() throws SessionException {
        String shown = lab.run("show switch-over");
        return shown.startsWith("outage-us: ")
                ? Optional.of(Duration.ofNanos(1000 * Long.parseLong(shown.substring("outage-us: ".length()).strip())))
                : Optional.empty();
    }

    private List<Measurement.Sample> stream() throws SessionException {
        return lab.run("user timeline").lines().map(line -> line.strip().split(" "))
                .map(words -> new Measurement.Sample(Duration.ofMillis(Long.parseLong(words[0])),
                        Long.parseLong(words[1]))).toList();
    }

    private void awaitStream() throws Exception {
        long enough = lab.user().bytes() + STREAM_BETWEEN;
        while (lab.user().connected() && lab.user().bytes() < enough) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
