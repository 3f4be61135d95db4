package lifeboat.trial.cli;

import java.nio.file.Path;
import java.util.Optional;
import lifeboat.app.cli.ExitCode;
import lifeboat.app.cli.FurtherCommand;
import lifeboat.trial.attack.Attack;
import lifeboat.trial.attack.Campaign;
import lifeboat.trial.lab.LabProcess;
import lifeboat.trial.lab.LinuxNetwork;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lifeboat attack}: breaks things while a service moves, and looks whether every promise is kept. */
@Command(name = "attack", mixinStandardHelpOptions = true,
        description = "Breaks devices, PMCs and the controller while services move in a lab, and looks "
                + "at the lab itself whether every promise is kept.")
public class AttackCommand implements FurtherCommand {

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "The first attack (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--runs", defaultValue = "20", description = "How many attacks (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--lab", defaultValue = "simulated", paramLabel = "KIND",
            description = "simulated or linux (default: ${DEFAULT-VALUE}).")
    private DemoCommand.LabKind lab;

    @Option(names = "--kind", paramLabel = "KIND",
            description = "Only attacks of this kind: ${COMPLETION-CANDIDATES} (default: any but the last six).")
    private Attack.Kind kind;

    @Option(names = "--sites", defaultValue = "2", description = "How many sites (default: ${DEFAULT-VALUE}).")
    private int sites;

    @Option(names = "--services", defaultValue = "1", description = "How many services (default: ${DEFAULT-VALUE}).")
    private int services;

    @Option(names = "--at-once", defaultValue = "1",
            description = "How many services move at a time, each of them attacked (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(names = "--two-controllers", description = "Two controllers work for one engine.")
    private boolean two;

    @Option(names = "--scale", defaultValue = "0.05",
            description = "Multiplies the size of the process's memory, 40 MiB (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || !(scale > 0 && scale <= 10)) {
            spec.commandLine().getErr().println("attack: --runs takes a number from 1, --scale a factor above 0 and at "
                    + "most 10.");
            return ExitCode.REFUSED;
        }
        if (sites < 2 || sites > 9 || services < 1 || services > 200 || atOnce < 1 || atOnce > services) {
            spec.commandLine().getErr().println("attack: --sites goes from 2 to 9, --services from 1 to 200, --at-once "
                    + "from 1 to the number of services.");
            return ExitCode.REFUSED;
        }
        boolean isLinux = lab == DemoCommand.LabKind.linux;
        if (isLinux && (sites != 2 || services != 1)) {
            spec.commandLine().getErr().println("attack: the Linux lab has two sites and one service.");
            return ExitCode.REFUSED;
        }
        if (kind != null && !Attack.isPossible(kind, isLinux)) {
            spec.commandLine().getErr().printf("attack: the %s lab cannot be attacked by %s.%n", lab, kind);
            return ExitCode.REFUSED;
        }
        if (isLinux && LinuxNetwork.current() == null) {
            return LinuxRun.inside(spec.root().commandLine().getParseResult().originalArgs());
        }
        Path folder = LinuxNetwork.temporaryFolder("lifeboat-attack-");
        LabProcess process = isLinux ? LabProcess.startLinux(folder.resolve("lab"), scale, "stream",
                LinuxNetwork.current(), "--relays") : LabProcess.start(folder.resolve("lab"), scale, sites, services);
        Campaign campaign = start(process, isLinux, folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(campaign, folder)));
        return campaign.run(seed, runs) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Campaign start(LabProcess process, boolean isLinux, Path folder) throws Exception {
        try {
            return Campaign.start(process, isLinux, folder, atOnce, two, Optional.ofNullable(kind),
                    spec.commandLine().getOut());
        } catch (Exception e) {
            FileSystemUtils.deleteRecursively(folder);
            throw e;
        }
    }

    /** Whatever ends the command. */
    private void clear(Campaign campaign, Path folder) {
        try {
            campaign.close();
            FileSystemUtils.deleteRecursively(folder);
        } catch (Exception e) {
            spec.commandLine().getErr().println("attack: not everything could be cleared: " + e.getMessage());
        }
    }
}
