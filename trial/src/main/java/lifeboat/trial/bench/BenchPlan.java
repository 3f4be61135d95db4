package lifeboat.trial.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lifeboat.trial.lab.LabProcess;
import lifeboat.trial.lab.LinuxNetwork;
import lifeboat.trial.lab.TrialSystem;
import lifeboat.workers.inventory.MigrationSettings;
import lifeboat.workers.migration.Strategy;

/** What is to be measured: every strategy, over every way, for every size. */
public final class BenchPlan {

    private static final String LIGHT_PATH = "light-path";
    private static final String PUBLIC = "public";
    private static final int MOST_MEBIBYTES = 4000;
    private static final double PAPER_MEBIBYTES = 40;
    private static final String SERVICE = "stream";

    private final int runs;
    private final List<Integer> sizes;
    private final List<String> ways;
    private final List<Strategy> strategies;

    /** @throws IllegalArgumentException with a sentence for the operator */
    public BenchPlan(int runs, List<Integer> sizes, List<String> ways, List<String> strategies) {
        if (runs < 1 || sizes.stream().anyMatch(size -> size < 1 || size > MOST_MEBIBYTES)) {
            throw new IllegalArgumentException("--runs takes a number from 1, --sizes MiB from 1 to %d."
                    .formatted(MOST_MEBIBYTES));
        }
        if (!List.of(LIGHT_PATH, PUBLIC).containsAll(ways)) {
            throw new IllegalArgumentException("--ways takes %s and %s.".formatted(LIGHT_PATH, PUBLIC));
        }
        this.runs = runs;
        this.sizes = sizes;
        this.ways = ways;
        this.strategies = strategies.stream().map(BenchPlan::strategy).toList();
    }

    private static Strategy strategy(String name) {
        return Arrays.stream(Strategy.values()).filter(strategy -> strategy.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--strategies takes %s.".formatted(Strategy.names())));
    }

    /**
     * @param work for the lab and the controller
     * @param results where the report goes; what is there is replaced after each size
     * @return whether every user got every byte
     */
    public boolean run(Path work, Path results, PrintWriter out) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        for (int size : sizes) {
            Path folder = Files.createDirectory(work.resolve(size + "-mib"));
            LabProcess lab = LabProcess.startLinux(folder.resolve("lab"), size / PAPER_MEBIBYTES, SERVICE,
                    LinuxNetwork.current());
            try (TrialSystem system = TrialSystem.start(lab, folder)) {
                measurements.addAll(new Bench(system, out).measure(trials(size, system.inventory().migration()),
                        runs));
            }
            write(measurements, results, out);
        }
        return measurements.stream().allMatch(Measurement::unharmed);
    }

    private List<Trial> trials(int size, MigrationSettings settings) {
        List<Trial> trials = new ArrayList<>();
        for (String way : ways) {
            boolean lightPath = way.equals(LIGHT_PATH);
            long bandwidth = lightPath ? settings.bandwidth() : settings.publicBandwidth();
            strategies.forEach(strategy -> trials.add(new Trial(size, lightPath, bandwidth, strategy)));
        }
        return trials;
    }

    private static void write(List<Measurement> measurements, Path results, PrintWriter out) throws IOException {
        new BenchReport(measurements).write(results);
        out.printf("%nThe report is in %s:%n%n%s%n", results, Files.readString(results.resolve(BenchReport.TABLE)));
        out.flush();
    }
}
