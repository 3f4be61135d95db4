package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.CorrelatedMessageSubscription;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engines are killed and started again while many instances run, while they start and while they work: nothing is lost,
 * nothing happens twice, be it jobs, messages or timers.
 */
class CrashTest {

    /** At once, each with its own database: a start keeps one processor busy. */
    private static final int ENGINES = 2;
    private static final int INSTANCES = 100;
    private static final int KILLS = 10;
    /** A start takes long: of so many kills one finds the engine at work. */
    private static final int WORKING_EVERY = 4;
    private static final Duration WHILE_STARTING = Duration.ofSeconds(3);
    private static final Duration WHILE_WORKING = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String MESSAGE = "crash-message";
    private static final List<String> ELEMENTS = List.of("Before", "Message", "Timer", "After");

    @Test
    void doesEverythingOnceThoughTheJvmIsKilled(@TempDir Path folder) throws Exception {
        ExecutorService engines = Executors.newFixedThreadPool(ENGINES);
        try {
            List<Future<Void>> killed = new ArrayList<>();
            for (int i = 0; i < ENGINES; i++) {
                KilledEngine engine = new KilledEngine(Files.createDirectory(folder.resolve("engine" + i)));
                killed.add(engines.submit(engine));
            }
            for (Future<Void> engine : killed) {
                engine.get();
            }
        } finally {
            engines.shutdownNow();
        }
    }

    /** One of the engines, its database in a folder of its own. */
    private static final class KilledEngine implements Callable<Void> {

        private final Path folder;
        private final ExecutorService load = Executors.newSingleThreadExecutor();
        private EngineProcess engine;

        KilledEngine(Path folder) {
            this.folder = folder;
        }

        @Override
        public Void call() throws Exception {
            int grpc = freePort();
            int rest = freePort();
            List<String> arguments = List.of("--embedded-engine.enabled=true", "--embedded-engine.grpc-port=" + grpc,
                    "--embedded-engine.database=" + H2File.url(folder.resolve("engine")),
                    "--server.address=127.0.0.1", "--server.port=" + rest, "--logging.level.root=WARN");
            start(arguments);
            try (CamundaClient client = CamundaClient.newClientBuilder()
                    .grpcAddress(URI.create("http://127.0.0.1:" + grpc))
                    .restAddress(URI.create("http://127.0.0.1:" + rest)).preferRestOverGrpc(false)
                    .defaultRequestTimeout(Duration.ofSeconds(5)).build()) {
                deploy(client);
                try (JobWorker worker = client.newWorker().jobType("crash")
                        .handler((jobs, job) -> jobs.newCompleteCommand(job).send()).timeout(Duration.ofSeconds(3))
                        .streamEnabled(true).open()) {
                    Future<?> loaded = load.submit(() -> IntStream.range(0, INSTANCES).forEach(number -> {
                        startInstance(client, number);
                        publish(client, number);
                    }));
                    killAgainAndAgain(client, arguments);
                    loaded.get();
                    patiently().until(() -> active(client) == 0);
                }
                assertEverythingHappenedOnce(client);
            } finally {
                load.shutdownNow();
                engine.close();
            }
            return null;
        }

        private void killAgainAndAgain(CamundaClient client, List<String> arguments) throws Exception {
            Random random = new Random();
            for (int kill = 0; kill < KILLS; kill++) {
                Duration atMost = WHILE_STARTING;
                if (kill % WORKING_EVERY == 0) {
                    patiently().until(() -> client.newTopologyRequest().send().join() != null);
                    atMost = WHILE_WORKING;
                }
                TimeUnit.MILLISECONDS.sleep(random.nextLong(atMost.toMillis()));
                engine.kill();
                start(arguments);
            }
        }

        private void start(List<String> arguments) throws IOException {
            engine = EngineProcess.start(folder.resolve("engine.log"), arguments);
        }
    }

    private static void deploy(CamundaClient client) {
        var process = Bpmn.createExecutableProcess("crash").startEvent()
                .serviceTask("Before", t -> t.zeebeJobType("crash"))
                .intermediateCatchEvent("Message", e -> e.message(m -> m.name(MESSAGE)
                        .zeebeCorrelationKeyExpression("number")))
                .intermediateCatchEvent("Timer", e -> e.timerWithDuration("PT0.3S"))
                .serviceTask("After", t -> t.zeebeJobType("crash"))
                .endEvent().done();
        patiently().until(() -> client.newDeployResourceCommand()
                .addProcessModel(process, "crash.bpmn").send().join() != null);
    }

    /** Starts the instance with this number; a lost answer is no reason to start it twice. */
    private static void startInstance(CamundaClient client, int number) {
        patiently().until(() -> {
            try {
                client.newCreateInstanceCommand().bpmnProcessId("crash").latestVersion()
                        .variables(Map.of("number", number)).send().join();
                return true;
            } catch (ClientException e) {
                return exists(client, number);
            }
        });
    }

    private static boolean exists(CamundaClient client, int number) {
        return !patiently().until(() -> client.newProcessInstanceSearchRequest()
                .filter(f -> f.variables(Map.of("number", number))).send().join().items(), found -> true).isEmpty();
    }

    /** Publishes the message for an instance, until it is accepted or was before. */
    private static void publish(CamundaClient client, int number) {
        patiently().until(() -> {
            try {
                client.newPublishMessageCommand().messageName(MESSAGE).correlationKey(String.valueOf(number))
                        .messageId("message-" + number).timeToLive(Duration.ofMinutes(30)).send().join();
                return true;
            } catch (ClientStatusException e) {
                return e.getStatusCode() == Status.Code.ALREADY_EXISTS;
            }
        });
    }

    /** The engine may be down just now. */
    private static ConditionFactory patiently() {
        return await().pollDelay(Duration.ZERO).atMost(PATIENCE).ignoreExceptions();
    }

    private static long active(CamundaClient client) {
        return client.newProcessInstanceSearchRequest().filter(f -> f.state(ProcessInstanceState.ACTIVE)).send().join()
                .page().totalItems();
    }

    private static void assertEverythingHappenedOnce(CamundaClient client) {
        List<ProcessInstance> instances = client.newProcessInstanceSearchRequest().page(p -> p.limit(2 * INSTANCES))
                .send().join().items();
        assertThat(instances).hasSize(INSTANCES)
                .allSatisfy(i -> assertThat(i.getState()).isEqualTo(ProcessInstanceState.COMPLETED));
        Map<Long, List<String>> elements = client.newElementInstanceSearchRequest().page(p -> p.limit(10_000))
                .send().join().items().stream().filter(element -> ELEMENTS.contains(element.getElementId()))
                .collect(Collectors.groupingBy(ElementInstance::getProcessInstanceKey,
                        Collectors.mapping(ElementInstance::getElementId, Collectors.toList())));
        assertThat(elements).hasSize(INSTANCES).allSatisfy((key, passed) ->
                assertThat(passed).containsExactlyInAnyOrderElementsOf(ELEMENTS));
        assertThat(client.newCorrelatedMessageSubscriptionSearchRequest().page(p -> p.limit(2 * INSTANCES)).send()
                .join().items().stream().map(CorrelatedMessageSubscription::getCorrelationKey).toList())
                .hasSize(INSTANCES).doesNotHaveDuplicates();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
