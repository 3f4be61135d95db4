package lifeboat.trial.demo;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.app.status.MigrationVariables;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.connectors.failure.SessionException;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.TrialSystem;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.migration.SessionMigration;

/** The paper's demonstration: a user watches a stream while the service behind it moves. */
public final class Demo {

    private static final String SERVICE = "video";
    private static final Duration LONGEST_CLEARING = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 50;
    /** A look costs the machine some time that the migration could use. */
    private static final long PROGRESS_MILLIS = 250;
    private static final long ENOUGH_STREAM = 50_000;

    private final Inventory inventory;
    private final CamundaClient client;
    private final LabConsole lab;
    private final int users;
    /** The step that resumes the process at the backup site: nothing is rolled back afterwards. */
    private static final int POINT_OF_NO_RETURN = 8;
    /** Other breakages show only when a step meets them. */
    private static final String FOUND_BY_THE_PLAN = "pid-taken-backup";

    private final PrintWriter out;
    private final boolean real;
    private final boolean terminal;

    /**
     * @param users how many are connected
     * @param real whether the lab is the Linux one, where things are broken for real
     */
    public Demo(TrialSystem system, int users, PrintWriter out, boolean real, boolean terminal) {
        this.inventory = system.inventory();
        this.client = system.client();
        this.lab = system.console();
        this.users = users;
        this.out = out;
        this.real = real;
        this.terminal = terminal;
    }

    /** Migrates there with a light path, and back without. @return whether all went as it should */
    public boolean migrateBothWays(double scale, String strategy) throws Exception {
        String process = process();
        out.println("Migrating to the backup site over a light path:");
        DemoMigration with = migrate("backup", true, strategy);
        boolean there = isAtBackup(process);
        out.println("Migrating back to the main site over the public network:");
        DemoMigration without = migrate("main", false, strategy);
        String after = process();
        out.println();
        out.println(scale == 1 ? "A process of 40 MiB, streaming at 2 Mbit/s:"
                : "A process of %.1f MiB (--scale %s of the paper's 40), streaming at 2 Mbit/s:".formatted(40 * scale,
                        scale));
        new ResultTable(out).print(with, without);
        String violations = lab.run("show violations");
        out.println("  Safety rules broken: " + violations);
        if (real) {
            out.println("  The process before: " + process);
            out.println("  The process after:  " + after);
        }
        return there && process.equals(after) && evidence().isNothingLeft()
                && with.migration().outcome() == MigrationState.MIGRATED
                        && without.migration().outcome() == MigrationState.MIGRATED
                && without.user().isUnharmed() && violations.equals("none");
    }

    /**
     * Migrates there and back over a light path again and again, on one TCP session.
     *
     * @return whether all went as it should
     */
    public boolean repeat(int rounds, String strategy) throws Exception {
        boolean asItShould = true;
        for (int round = 1; round <= rounds; round++) {
            for (String site : List.of("backup", "main")) {
                DemoMigration run = migrate(site, true, strategy);
                waitForStream(run.user().bytes() + ENOUGH_STREAM);
                run = run.seenBy(lab.user());
                asItShould &= run.migration().outcome() == MigrationState.MIGRATED && run.user().isUnharmed();
                out.printf("Round %d to the %s site: %s, freeze window %.3f s, longest pause %.3f s%n", round, site,
                        run.migration().outcome(), run.freezeWindow().map(Duration::toMillis).orElse(0L) / 1000.0,
                        run.user().longestPause().toMillis() / 1000.0);
            }
        }
        LabConsole.UserReport user = lab.user();
        out.printf("One TCP session: %d bytes, in order: %s, resets: %d%n", user.bytes(), user.inOrder(),
                user.resets());
        Evidence evidence = evidence();
        return asItShould && evidence.runsAt("server1") && evidence.isNothingLeft() && evidence.isSafe();
    }

    /** Which process it is, where the lab can tell. */
    private String process() throws SessionException {
        return real ? lab.run("show process") : "";
    }

    /** Whether the same process runs at the backup site now, with the virtual IP and the users. */
    private boolean isAtBackup(String process) throws Exception {
        Evidence evidence = evidence();
        boolean asItShould = process.equals(process()) && evidence.runsAt("server2")
                && evidence.servers().lines().anyMatch(line -> line.startsWith("server2")
                        && line.endsWith("virtual IPs [192.168.2.1]"))
                && evidence.isNothingLeft() && evidence.isSafe();
        if (!asItShould) {
            out.println("Not as it should be at the backup site:");
            evidence.print(out);
        }
        return asItShould;
    }

    /** Breaks something for which a PMC has to refuse. @return whether the system did what it should then */
    public boolean refuse(String breakage, String strategy) throws Exception {
        lab.order("break " + breakage);
        out.printf("Migrating to the backup site; broken before: %s:%n", breakage);
        return endsAs(breakage.equals(FOUND_BY_THE_PLAN) ? MigrationState.REFUSED : MigrationState.ROLLED_BACK,
                strategy);
    }

    /**
     * Lets one step fail. Where the service is migrated all the same, it comes back.
     *
     * @return whether the system did what it should then
     */
    public boolean fail(int step, String strategy) throws Exception {
        lab.order("break " + step);
        out.printf("Migrating to the backup site; step %d is bound to fail:%n", step);
        if (step <= POINT_OF_NO_RETURN) {
            return endsAs(MigrationState.ROLLED_BACK, strategy);
        }
        boolean asItShould = endsAs(MigrationState.MIGRATED, strategy);
        out.println("Migrating back to the main site:");
        DemoMigration back = migrate("main", true, strategy);
        awaitNothingLeft();
        return back.migration().outcome() == MigrationState.MIGRATED && lab.user().isUnharmed() && evidence().isSafe()
                && asItShould;
    }

    /** Where it is not migrated, nothing of it is left. */
    private boolean endsAs(MigrationState expected, String strategy) throws Exception {
        String process = process();
        DemoMigration run = migrate("backup", true, strategy);
        lab.order("mend");
        long before = run.user().bytes();
        waitForStream(before + ENOUGH_STREAM);
        LabConsole.UserReport user = lab.user();
        out.println();
        out.println("Outcome: " + run.migration().outcome());
        out.printf("The user: %d bytes, in order: %s, connected: %s, resets: %d, longest pause %.3f s%n", user.bytes(),
                user.inOrder(), user.connected(), user.resets(), user.longestPause().toMillis() / 1000.0);
        Evidence evidence = evidence();
        evidence.print(out);
        boolean asItShould = expected == MigrationState.MIGRATED ? evidence.runsAt("server2")
                : evidence.runsAt("server1") && evidence.isNothingLeft();
        return run.migration().outcome() == expected && asItShould && process.equals(process()) && user.isUnharmed() && evidence.isSafe();
    }

    private Evidence evidence() throws SessionException {
        return new Evidence(
                Map.of("cp1", device("cp1", "show light-path"), "cp2", device("cp2", "show light-path")),
                Map.of("l2sw1", device("l2sw1", showVlan()), "l2sw2", device("l2sw2", showVlan())),
                lab.run("show servers"), lab.run("show violations"));
    }

    /** What a step could not delete is looked at again some seconds after the report. */
    private void awaitNothingLeft() throws Exception {
        long end = System.nanoTime() + LONGEST_CLEARING.toNanos();
        while (!evidence().isNothingLeft() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private String showVlan() {
        return real ? "ovs-vsctl --columns=name,tag,trunks,external_ids list port l1 migration" : "show vlan";
    }

    private String device(String name, String line) throws SessionException {
        return lab.show(inventory.devices().get(name), line);
    }

    /** What is to be seen is seen by users who are connected. */
    public void connectUsers() throws Exception {
        lab.connectUsers(users);
        waitForStream(ENOUGH_STREAM);
        out.println(users == 1 ? "A user is connected through the NAGW and receives the stream."
                : users + " users are connected through the NAGW and receive the stream.");
        out.flush();
    }

    private void waitForStream(long bytes) throws Exception {
        while (lab.user().connected() && lab.user().bytes() < bytes) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private DemoMigration migrate(String site, boolean lightPath, String strategy) throws Exception {
        lab.userRestarting();
        long key = client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, SERVICE, SessionMigration.VARIABLE_TARGET_SITE,
                        site, SessionMigration.VARIABLE_LIGHT_PATH, lightPath, SessionMigration.VARIABLE_STRATEGY,
                        strategy)).send().join().getProcessInstanceKey();
        Migrations migrations = new Migrations(client);
        StepProgress progress = new StepProgress(out, terminal);
        while (true) {
            Optional<Migration> found = migrations.find(key);
            if (found.isPresent()) {
                Migration migration = found.get();
                progress.show(migration.steps());
                migration.incidents().forEach(incident -> out.printf("  Waits for an operator at %s: %s%n",
                        migration.steps().nameOf(incident.getElementId()), incident.getErrorMessage()));
                if (migration.end() != null && migration.outcome() != MigrationState.MIGRATED) {
                    MigrationVariables variables = migrations.variables(key);
                    variables.report().or(variables::why).ifPresent(words -> out.println("  " + words));
                }
                if (migration.end() != null || !migration.incidents().isEmpty()) {
                    return new DemoMigration(lightPath, migrations.variables(key).strategy()
                            .orElse("none"),
                            migration, lab.user());
                }
            }
            TimeUnit.MILLISECONDS.sleep(PROGRESS_MILLIS);
        }
    }

    /** What the devices themselves show afterwards. */
    private record Evidence(Map<String, String> lightPaths, Map<String, String> vlans, String servers,
            String violations) {

        boolean isNothingLeft() {
            return lightPaths.values().stream().allMatch(text -> text.equals("No light paths"))
                    && vlans.values().stream().noneMatch(text -> text.contains("lifeboat-"))
                    && List.of("frozen [video]", "staged [video]").stream().noneMatch(servers::contains);
        }

        boolean runsAt(String server) {
            return servers.lines().anyMatch(line -> line.startsWith(server) && line.contains("running [video]"));
        }

        boolean isSafe() {
            return violations.equals("none");
        }

        void print(PrintWriter out) {
            lightPaths.forEach((device, text) -> out.printf("%s# show light-path%n%s%n", device, text.indent(2)
                    .stripTrailing()));
            vlans.forEach((device, text) -> out.printf("%s# VLANs%n%s%n", device, text.indent(2)
                    .stripTrailing()));
            out.printf("lab$ show servers%n%s%n", servers.indent(2).stripTrailing());
            out.println("Safety rules broken: " + violations);
        }
    }
}
