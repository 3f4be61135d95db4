package lifeboat.embedded.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.embedded.RunningEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Compares the engine with the recorded answers of a real Zeebe, probe by probe. Each probe that is answered otherwise
 * has its row in the README's table of differences. All groups of probes run at once; what is answered otherwise under
 * that load is asked again by itself, as it was asked there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z]\\d\\d-[^`]*)` \\|", Pattern.MULTILINE);
    private static final Path DIFFERENCES = Path.of("target", "conformance-differences.txt");
    private static final int AT_ONCE = 17;
    private static final double LEAST_EQUAL = 0.93;

    private Map<String, List<String>> zeebe;
    private final Map<String, List<String>> ours = new LinkedHashMap<>();

    @BeforeAll
    void probe() throws Exception {
        zeebe = Answers.ofZeebe();
        probe(AT_ONCE, name -> true);
        Set<String> decided = rows();
        Set<String> different = zeebe.keySet().stream().filter(name -> !decided.contains(name) && !isEqual(name))
                .collect(Collectors.toSet());
        if (!different.isEmpty()) {
            probe(1, different::contains);
        }
    }

    private void probe(int atOnce, Predicate<String> wanted) throws Exception {
        List<Probing> groups = List.of(new ScopeProbes(), new TimerProbes(), new MessageProbes(), new JobProbes(),
                new IncidentProbes(), new VariableProbes(), new ConditionProbes(), new ErrorProbes(),
                new CompensationProbes(), new InstanceProbes(), new MultiInstanceProbes(), new GatewayProbes(),
                new SignalProbes(), new DecisionProbes(), new UserTaskProbes(), new DeploymentProbes(),
                new FollowUpProbes());
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try (RunningEngine engine = RunningEngine.inMemory(false)) {
            List<Future<Map<String, List<String>>>> running = new ArrayList<>();
            for (Probing group : groups) {
                running.add(threads.submit(() -> group.answersOf(engine.client(), wanted)));
            }
            for (Future<Map<String, List<String>>> group : running) {
                group.get().forEach((name, lines) ->
                        ours.put(name, lines.stream().map(String::strip).map(Answers::normal).toList()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** In any order: jobs of branches beside each other come to two workers. */
    @TestFactory
    Stream<DynamicTest> answersLikeZeebe() throws Exception {
        Set<String> differences = rows();
        return zeebe.keySet().stream().filter(name -> !differences.contains(name))
                .map(name -> DynamicTest.dynamicTest(name, () ->
                        assertThat(ours.get(name)).containsExactlyInAnyOrderElementsOf(zeebe.get(name))));
    }

    @Test
    void answersNearlyAllProbesLikeZeebe() throws Exception {
        long equal = zeebe.keySet().stream().filter(this::isEqual).count();
        System.out.printf("%d of %d probes are answered like Zeebe does; the others: embedded/%s%n", equal,
                zeebe.size(), DIFFERENCES);
        Files.writeString(DIFFERENCES, zeebe.keySet().stream().filter(name -> !isEqual(name))
                .map(this::difference).collect(Collectors.joining("\n")));

        assertThat((double) equal / zeebe.size()).isGreaterThanOrEqualTo(LEAST_EQUAL);
    }

    private String difference(String name) {
        return "## " + name + Stream.concat(
                zeebe.get(name).stream().map(line -> (ours.get(name).contains(line) ? "  = " : "  Z ") + line),
                zeebe.get(name).stream().sorted().toList().equals(ours.get(name).stream().sorted().toList())
                        ? ours.get(name).stream().map(line -> "  E, in another order: " + line)
                        : ours.get(name).stream().filter(line -> !zeebe.get(name).contains(line))
                                .map(line -> "  E " + line))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    private boolean isEqual(String name) {
        return zeebe.get(name).equals(ours.get(name));
    }

    /** The probes that have a row in the README. */
    private static Set<String> rows() throws Exception {
        return ROW.matcher(Files.readString(Path.of("README.md"))).results().map(row -> row.group(1))
                .collect(Collectors.toSet());
    }
}
