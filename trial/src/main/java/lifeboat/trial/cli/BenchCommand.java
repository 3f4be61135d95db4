package lifeboat.trial.cli;

import java.nio.file.Path;
import java.util.List;
import lifeboat.app.cli.ExitCode;
import lifeboat.app.cli.FurtherCommand;
import lifeboat.trial.bench.BenchPlan;
import lifeboat.trial.lab.LinuxNetwork;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lifeboat bench}: measures migrations in the Linux lab, like the paper. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Measures migrations in the Linux lab, and "
        + "writes tables, JSON and charts. As root, after lab/install.sh.")
public class BenchCommand implements FurtherCommand {

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", defaultValue = "10", paramLabel = "N",
            description = "Migrations of each kind (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--sizes", split = ",", defaultValue = "40,200,1000", paramLabel = "MIB",
            description = "Sizes of the process's memory in MiB (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(names = "--ways", split = ",", defaultValue = "light-path,public", paramLabel = "WAY",
            description = "light-path, public, or both (default: ${DEFAULT-VALUE}).")
    private List<String> ways;

    @Option(names = "--strategies", split = ",", defaultValue = "stop-and-copy,pre-copy,post-copy", paramLabel = "NAME",
            description = "Strategies to compare (default: ${DEFAULT-VALUE}).")
    private List<String> strategies;

    @Option(names = "--folder", defaultValue = "bench-results", paramLabel = "FOLDER",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        BenchPlan plan;
        try {
            plan = new BenchPlan(runs, sizes, ways, strategies);
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println("bench: " + e.getMessage());
            return ExitCode.REFUSED;
        }
        if (LinuxNetwork.current() == null) {
            return LinuxRun.inside(spec.root().commandLine().getParseResult().originalArgs());
        }
        Path work = LinuxNetwork.temporaryFolder("lifeboat-bench-");
        try {
            boolean unharmed = plan.run(work, folder, spec.commandLine().getOut());
            return unharmed ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }
}
