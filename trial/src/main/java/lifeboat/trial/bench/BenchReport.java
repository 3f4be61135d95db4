package lifeboat.trial.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The measurements as tables for people, as JSON for programs, and as pictures. */
final class BenchReport {

    static final String TABLE = "results.md";
    static final String JSON = "results.json";
    static final String CHART = "chart.svg";

    private final Map<Trial, List<Measurement>> trials;
    private final List<Measurement> all;

    BenchReport(List<Measurement> measurements) {
        this.all = measurements;
        this.trials = measurements.stream()
                .collect(Collectors.groupingBy(Measurement::trial, LinkedHashMap::new, Collectors.toList()));
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(TABLE), table());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(folder.resolve(JSON).toFile(),
                all.stream().map(BenchReport::json).toList());
        Files.writeString(folder.resolve(CHART), new PauseChart().draw(medians(Measurement::longestPause)));
        for (List<Measurement> same : sameSizeAndWay()) {
            Trial trial = same.get(0).trial();
            Files.writeString(folder.resolve("stream-%d-mib-%s.svg".formatted(trial.mebibytes(),
                    trial.way().replace(' ', '-'))), new StreamPlot().draw(same));
        }
    }

    /** All durations in seconds. */
    private static Map<String, Object> json(Measurement run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mebibytes", run.trial().mebibytes());
        fields.put("way", run.trial().way());
        fields.put("bitsPerSecond", run.trial().bandwidth());
        fields.put("strategy", run.trial().strategy());
        fields.put("limit", seconds(run.trial().limit()));
        fields.put("longestPause", seconds(run.longestPause()));
        fields.put("freezeWindow", seconds(run.freezeWindow()));
        run.outage().ifPresent(outage -> fields.put("switchOverOutage", seconds(outage)));
        fields.put("total", seconds(run.total()));
        fields.put("unharmed", run.unharmed());
        Map<String, Double> steps = new LinkedHashMap<>();
        run.steps().forEach((step, duration) -> steps.put(step, seconds(duration)));
        fields.put("steps", steps);
        return fields;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private Map<Trial, Duration> medians(Function<Measurement, Duration> figure) {
        Map<Trial, Duration> medians = new LinkedHashMap<>();
        trials.forEach((trial, runs) -> medians.put(trial, Spread.of(runs.stream().map(figure).toList()).median()));
        return medians;
    }

    /** The last run of each strategy, for one plot each. */
    private List<List<Measurement>> sameSizeAndWay() {
        Map<String, List<Measurement>> plots = new LinkedHashMap<>();
        trials.forEach((trial, runs) -> plots.computeIfAbsent(trial.mebibytes() + trial.way(),
                key -> new ArrayList<>()).add(runs.get(runs.size() - 1)));
        return List.copyOf(plots.values());
    }

    private String table() {
        StringBuilder text = new StringBuilder("""
                Seconds: median (minimum to maximum). The limit is the process's memory over the bandwidth of the way.

                | trial | runs | longest pause | freeze window | step-7 outage | total | limit | pause / limit | unharmed |
                |---|---|---|---|---|---|---|---|---|
                """);
        trials.forEach((trial, runs) -> {
            Spread pause = spread(runs, Measurement::longestPause);
            List<Duration> outages = runs.stream().flatMap(run -> run.outage().stream()).toList();
            text.append("| %s | %d | %s | %s | %s | %s | %s | %s | %s |%n".formatted(trial.title(), runs.size(), pause,
                    spread(runs, Measurement::freezeWindow), outages.isEmpty() ? "-" : Spread.of(outages),
                    spread(runs, Measurement::total), Spread.seconds(trial.limit()),
                    String.format(Locale.ROOT, "%.2f", (double) pause.median().toNanos() / trial.limit().toNanos()),
                    runs.stream().allMatch(Measurement::unharmed) ? "yes" : "NO"));
        });
        text.append("\n| step |").append(trials.keySet().stream().map(trial -> " " + trial.title() + " |")
                .collect(Collectors.joining())).append("\n|---|").append("---|".repeat(trials.size())).append('\n');
        for (String step : steps()) {
            text.append("| ").append(step).append(" |");
            trials.values().forEach(runs -> text.append(' ').append(step(runs, step)).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    /** The steps of all strategies, each behind the one it came after. */
    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        for (Measurement run : all) {
            int place = 0;
            for (String step : run.steps().keySet()) {
                if (!steps.contains(step)) {
                    steps.add(place, step);
                }
                place = steps.indexOf(step) + 1;
            }
        }
        return steps;
    }

    private static String step(List<Measurement> runs, String step) {
        List<Duration> durations = runs.stream().map(run -> run.steps().get(step)).filter(d -> d != null).toList();
        return durations.isEmpty() ? "-" : Spread.of(durations).toString();
    }

    private static Spread spread(List<Measurement> runs, Function<Measurement, Duration> figure) {
        return Spread.of(runs.stream().map(figure).toList());
    }
}
