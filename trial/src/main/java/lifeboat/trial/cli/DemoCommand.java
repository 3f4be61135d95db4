package lifeboat.trial.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import lifeboat.app.cli.ExitCode;
import lifeboat.app.cli.FurtherCommand;
import lifeboat.app.cli.StrategyNames;
import lifeboat.trial.demo.Demo;
import lifeboat.trial.lab.LabProcess;
import lifeboat.trial.lab.LinuxNetwork;
import lifeboat.trial.lab.TrialSystem;
import lifeboat.workers.migration.SessionMigration;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lifeboat demo}: the whole system on this machine, and a migration of a live TCP session. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Starts a simulated lab and a controller, and migrates a service while a user is connected.")
public class DemoCommand implements FurtherCommand {

    /** Those that act on devices. */
    private static final int FIRST_STEP = 2;
    private static final int LAST_STEP = 10;
    private static final Set<String> BREAKAGES = new TreeSet<>(Set.of("duplicate-ip", "no-space-main",
            "no-space-backup", "pid-taken-backup"));

    @Spec
    private CommandSpec spec;

    @Option(names = "--fail-at", split = ",", paramLabel = "STEP",
            description = "Let this step (2 to 10) fail; several of them, one after the other.")
    private List<Integer> failAt = List.of();

    @Option(names = "--rounds", defaultValue = "0", paramLabel = "N",
            description = "Migrate there and back over a light path this many times, on one TCP session.")
    private int rounds;

    @Option(names = "--strategy", split = ",", defaultValue = SessionMigration.STRATEGY_AUTO, paramLabel = "NAME",
            completionCandidates = StrategyNames.class, converter = StrategyNames.class,
            description = StrategyNames.HELP + " Several of them, one after the other.")
    private List<String> strategies;

    @Option(names = "--scale", defaultValue = "1", paramLabel = "FACTOR",
            description = "Multiplies the size of the process's memory, 40 MiB (default: ${DEFAULT-VALUE}).")
    private double scale;

    /** Which lab. */
    enum LabKind { simulated, linux }

    @Option(names = "--lab", defaultValue = "simulated", paramLabel = "KIND",
            description = "simulated, or linux: real hosts, switches and processes in namespaces; as root, after "
                    + "lab/install.sh (default: ${DEFAULT-VALUE}).")
    private LabKind lab;

    /** What kind of process the service is. */
    enum DemoService { stream, threads, java }

    @Option(names = "--service", defaultValue = "stream", paramLabel = "KIND",
            description = "Linux: stream, threads (two of them, and an open file) or java (default: ${DEFAULT-VALUE}).")
    private DemoService service;

    @Option(names = "--users", defaultValue = "1", paramLabel = "N",
            description = "How many users are connected (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(names = "--break", split = ",", paramLabel = "NAME", description = "Linux: break this before: "
            + "duplicate-ip, no-space-main, no-space-backup or pid-taken-backup; several of them, one after the other.")
    private List<String> breakages = List.of();

    @Option(names = "--encrypted", description = "Linux: the image travels encrypted.")
    private boolean encrypted;

    @Option(names = "--keep", description = "Leave everything running afterwards, until interrupted.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        if (failAt.stream().anyMatch(step -> step < FIRST_STEP || step > LAST_STEP) || scale <= 0 || scale > 100
                || rounds < 0 || rounds > 1000 || users < 1 || users > 100) {
            spec.commandLine().getErr().println("demo: --fail-at takes a step from 2 to 10, --scale a factor above 0 "
                    + "and at most 100, --rounds a number up to 1000, --users one from 1 to 100.");
            return ExitCode.REFUSED;
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--rounds") && rounds < 1
                || lab == LabKind.simulated && (service != DemoService.stream || encrypted)) {
            spec.commandLine().getErr().println("demo: --rounds takes a number from 1 on; --service and --encrypted are "
                    + "for the Linux lab (--lab linux).");
            return ExitCode.REFUSED;
        }
        if (!isBreakable()) {
            spec.commandLine().getErr().println("demo: the Linux lab can let steps 2 to 9 fail, and break %s; the "
                    .formatted(String.join(", ", BREAKAGES)) + "simulated lab steps 2 to 10, and nothing else.");
            return ExitCode.REFUSED;
        }
        if (lab == LabKind.linux && LinuxNetwork.current() == null) {
            return LinuxRun.inside(spec.root().commandLine().getParseResult().originalArgs());
        }
        Path folder = LinuxNetwork.temporaryFolder("lifeboat-demo-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return run(folder);
    }

    private boolean isBreakable() {
        return lab == LabKind.linux ? BREAKAGES.containsAll(breakages) && !failAt.contains(LAST_STEP)
                : breakages.isEmpty();
    }

    private int run(Path folder) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path labFolder = folder.resolve("lab");
        LabProcess process = lab == LabKind.linux ? LabProcess.startLinux(labFolder, scale, service.name(),
                LinuxNetwork.current(), encrypted ? new String[] {"--encrypted"} : new String[0])
                : LabProcess.start(labFolder, scale);
        try (TrialSystem system = TrialSystem.start(process, folder)) {
            Demo demo = new Demo(system, users, out, lab == LabKind.linux, System.console() != null);
            demo.connectUsers();
            boolean asItShould = true;
            for (String strategy : strategies) {
                asItShould &= show(demo, strategy);
            }
            out.println(asItShould ? "All as it should be." : "NOT as it should be.");
            out.flush();
            if (keep) {
                out.printf("Left running: %s. Interrupt to end.%n", system.address());
                out.flush();
                untilInterrupted();
            }
            return asItShould ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private boolean show(Demo demo, String strategy) throws Exception {
        boolean asItShould = true;
        for (int step : failAt) {
            asItShould &= demo.fail(step, strategy);
        }
        for (String breakage : breakages) {
            asItShould &= demo.refuse(breakage, strategy);
        }
        if (rounds > 0) {
            asItShould &= demo.repeat(rounds, strategy);
        } else if (failAt.isEmpty() && breakages.isEmpty()) {
            asItShould = demo.migrateBothWays(scale, strategy);
        }
        return asItShould;
    }

    private static void untilInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
        interrupted.await();
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            System.err.println("demo: " + folder + " cannot be deleted: " + e.getMessage());
        }
    }
}
