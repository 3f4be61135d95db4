package lifeboat.trial.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.LabProcess;
import lifeboat.trial.lab.TrialSystem;
import lifeboat.workers.bpmn.BpmnNames.LeftoverElement;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** The simulated lab in a process of its own, a controller in this one, and a user who is connected. */
final class RunningSystem implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final double scale;
    private final int sites;
    private final int services;
    private Path folder;
    private TrialSystem system;
    private LabConsole lab;
    private Migrations migrations;
    private boolean ownTest;

    /** @param scale multiplies the size of the process's memory, 40 MiB */
    RunningSystem(double scale) {
        this(scale, 2, 1);
    }

    RunningSystem(double scale, int sites, int services) {
        this.scale = scale;
        this.sites = sites;
        this.services = services;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("lifeboat-it-");
        system = TrialSystem.start(LabProcess.start(folder.resolve("lab"), scale, sites, services), folder);
        lab = system.console();
        migrations = new Migrations(system.client());
        lab.connectUsers(1);
        Awaitility.await().until(() -> lab.user().bytes() > 10_000);
    }

    /** Registered in a field that is not static, it is another one for each test. */
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (system == null) {
            beforeAll(context);
            ownTest = true;
        }
        lab.run("no faults");
        lab.run("heal");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (ownTest) {
            afterAll(context);
        }
    }

    LabConsole lab() {
        return lab;
    }

    CamundaClient client() {
        return system.client();
    }

    Migrations migrations() {
        return migrations;
    }

    String show(String device, String line) throws Exception {
        return lab.show(system.inventory().devices().get(device), line);
    }

    long start(String site, boolean lightPath) {
        return start(site, lightPath, Strategy.STOP_AND_COPY);
    }

    long start(String site, boolean lightPath, Strategy strategy) {
        return start("video", site, lightPath, strategy);
    }

    long start(String service, String site, boolean lightPath, Strategy strategy) {
        return client().newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, service,
                        SessionMigration.VARIABLE_TARGET_SITE, site,
                        SessionMigration.VARIABLE_LIGHT_PATH, lightPath,
                        SessionMigration.VARIABLE_STRATEGY, strategy.toString())).send().join().getProcessInstanceKey();
    }

    Migration await(long key, Predicate<Migration> condition) {
        return Awaitility.await().atMost(PATIENCE)
                .until(() -> migrations.find(key).orElse(null), m -> m != null && condition.test(m));
    }

    String report(long key) {
        return client().newVariableSearchRequest().filter(f -> f.processInstanceKey(key).scopeKey(key)
                .name(SessionMigration.VARIABLE_REPORT)).send().join().items().get(0).getValue();
    }

    /** The task that says what a migration has left behind. */
    UserTask leftoverTask() {
        return userTask(LeftoverElement.Task_Leftover);
    }

    UserTask userTask(String element) {
        return Awaitility.await().atMost(PATIENCE).until(() -> client().newUserTaskSearchRequest()
                .filter(f -> f.elementId(element).state(UserTaskState.CREATED)).send().join().items().stream()
                .findFirst().orElse(null), Objects::nonNull);
    }

    /** The migration when it has ended, or waits for an operator. */
    Migration settled(long key) {
        return await(key, m -> m.end() != null || !m.incidents().isEmpty());
    }

    /** The user's stream goes on: more of it arrives, in order, on the same connection. */
    void assertUserIsUnharmed() throws Exception {
        long before = lab.user().bytes();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !lab.user().connected() || lab.user().bytes() > before);
        LabConsole.UserReport user = lab.user();
        if (!user.isUnharmed()) {
            throw new AssertionError("The user was harmed: " + user);
        }
    }

    boolean runsAt(String server) throws Exception {
        return lab.run("show servers").lines()
                .anyMatch(line -> line.startsWith(server) && line.contains("running [video]"));
    }

    /** What the devices show that a migration has left behind; empty if nothing. */
    String leftovers() throws Exception {
        StringBuilder left = new StringBuilder();
        for (String cp : new String[] {"cp1", "cp2"}) {
            String paths = show(cp, "show light-path");
            left.append(paths.equals("No light paths") ? "" : cp + ": " + paths + "\n");
        }
        for (String l2sw : new String[] {"l2sw1", "l2sw2"}) {
            show(l2sw, "show vlan").lines().filter(line -> line.contains("lifeboat-"))
                    .forEach(line -> left.append(l2sw).append(": ").append(line).append('\n'));
        }
        lab.run("show servers").lines()
                .filter(line -> line.contains("frozen [video]") || line.contains("staged [video]"))
                .forEach(line -> left.append(line).append('\n'));
        return left.toString();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        system.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
