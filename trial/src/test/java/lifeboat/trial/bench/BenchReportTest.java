package lifeboat.trial.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {

    private static final Trial STOP = new Trial(40, true, 1_000_000_000, Strategy.STOP_AND_COPY);
    private static final Trial PRE = new Trial(40, true, 1_000_000_000, Strategy.PRE_COPY);

    @TempDir
    private Path folder;

    @Test
    void tellsMedianMinimumAndMaximum() {
        assertThat(Spread.of(List.of(millis(3), millis(1), millis(9)))).hasToString("0.003 (0.001 to 0.009)");
        assertThat(Spread.of(List.of(millis(4), millis(2)))).hasToString("0.003 (0.002 to 0.004)");
    }

    @Test
    void comparesWithWhatTheBandwidthAllows() {
        assertThat(STOP.limit()).isEqualTo(millis(335));
    }

    @Test
    void writesTablesJsonAndPictures() throws Exception {
        new BenchReport(List.of(run(STOP, 700, steps("Plan", "Freeze", "Resume")), run(STOP, 800, steps("Plan",
                "Freeze",
                "Resume")), run(PRE, 300, steps("Plan", "First image", "Freeze", "Resume")))).write(folder);

        String table = Files.readString(folder.resolve(BenchReport.TABLE));
        assertThat(table).contains("| 40 MiB, light path, stop-and-copy | 2 | 0.750 (0.700 to 0.800) |",
                "| 2.24 | yes |")
                .containsSubsequence("| Plan |", "| First image | - | 0.010", "| Freeze |", "| Resume |");
        JsonNode runs = new ObjectMapper().readTree(folder.resolve(BenchReport.JSON).toFile());
        assertThat(runs).hasSize(3);
        assertThat(runs.get(2).get("longestPause").asDouble()).isEqualTo(0.3);
        assertThat(runs.get(2).get("strategy").asText()).isEqualTo("pre-copy");
        for (String picture : List.of(BenchReport.CHART, "stream-40-mib-light-path.svg")) {
            assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve(picture).toFile())
                    .getDocumentElement().getTagName()).isEqualTo("svg");
        }
        assertThat(folder.resolve(BenchReport.CHART)).content().contains("paper", "limit", "0.75", "0.30");
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatThrownBy(() -> new BenchPlan(0, List.of(40), List.of("public"), List.of("pre-copy")))
                .hasMessage("--runs takes a number from 1, --sizes MiB from 1 to 4000.");
        assertThatThrownBy(() -> new BenchPlan(1, List.of(40), List.of("sea"), List.of("pre-copy")))
                .hasMessage("--ways takes light-path and public.");
        assertThatThrownBy(() -> new BenchPlan(1, List.of(40), List.of("public"), List.of("no-copy")))
                .hasMessage("--strategies takes stop-and-copy, pre-copy, post-copy.");
    }

    private static Measurement run(Trial trial, long pause, Map<String, Duration> steps) {
        return new Measurement(trial, steps, millis(pause), millis(pause), Optional.of(millis(1)), millis(1500),
                List.of(new Measurement.Sample(millis(10), 2500), new Measurement.Sample(millis(1400), 300_000)), true);
    }

    private static Map<String, Duration> steps(String... names) {
        Map<String, Duration> steps = new LinkedHashMap<>();
        for (String name : names) {
            steps.put(name, millis(10));
        }
        return steps;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
