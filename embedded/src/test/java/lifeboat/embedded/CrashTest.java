package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.builder.AbstractFlowNodeBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed and started again while many instances run: nothing is lost, nothing happens twice. */
class CrashTest {

    private static final int INSTANCES = 1000;
    private static final int IN_FLIGHT = 50;
    private static final int TASKS = 10;
    private static final int KILLS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private EngineProcess engine;
    private List<String> arguments;

    @Test
    void completesEveryTaskOnceThoughTheJvmIsKilled() throws Exception {
        int grpc = freePort();
        int rest = freePort();
        arguments = List.of("--embedded-engine.enabled=true", "--embedded-engine.grpc-port=" + grpc,
                "--embedded-engine.database=jdbc:h2:file:%s;WRITE_DELAY=0;QUERY_CACHE_SIZE=512"
                        .formatted(folder.resolve("engine")),
                "--server.address=127.0.0.1", "--server.port=" + rest, "--logging.level.root=WARN");
        start();
        try (CamundaClient client = CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://127.0.0.1:" + grpc)).restAddress(URI.create("http://127.0.0.1:" + rest))
                .preferRestOverGrpc(false).defaultRequestTimeout(Duration.ofSeconds(5)).build()) {
            deploy(client);
            Random random = new Random();
            List<Integer> killAt = new ArrayList<>(random.ints(KILLS, INSTANCES / 20, INSTANCES - IN_FLIGHT).sorted()
                    .boxed().toList());
            AtomicInteger acknowledged = new AtomicInteger();
            try (JobWorker worker = client.newWorker().jobType("crash").handler((jobs, job) -> jobs
                    .newCompleteCommand(job).send().thenAccept(done -> acknowledged.incrementAndGet()))
                    .timeout(Duration.ofSeconds(3)).streamEnabled(true).open()) {
                for (int started = 0; started < INSTANCES; started++) {
                    if (!killAt.isEmpty() && started == killAt.get(0)) {
                        killAt.remove(0);
                        engine.kill();
                        start();
                    }
                    startInstance(client, started);
                }
                patiently().until(() -> active(client) == 0);
            }
            assertThat(killAt).isEmpty();
            assertThat(acknowledged).hasValueLessThanOrEqualTo(INSTANCES * TASKS);
            assertEverythingHappenedOnce(client);
        } finally {
            engine.close();
        }
    }

    private void start() throws IOException {
        engine = EngineProcess.start(folder.resolve("engine.log"), arguments);
    }

    private static void deploy(CamundaClient client) {
        AbstractFlowNodeBuilder<?, ?> flow = Bpmn.createExecutableProcess("crash").startEvent();
        for (int i = 0; i < TASKS; i++) {
            flow = flow.serviceTask("Task" + i, t -> t.zeebeJobType("crash"));
        }
        var process = flow.endEvent().done();
        patiently().until(() -> client.newDeployResourceCommand()
                .addProcessModel(process, "crash.bpmn").send().join() != null);
    }

    /** Starts the instance with this number, once there is room; a lost answer is no reason to start it twice. */
    private static void startInstance(CamundaClient client, int number) {
        patiently().until(() -> {
            if (number % 10 == 0 && active(client) >= IN_FLIGHT) {
                return false;
            }
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
        Map<Long, List<String>> tasks = client.newElementInstanceSearchRequest()
                .filter(f -> f.type(ElementInstanceType.SERVICE_TASK).state(ElementInstanceState.COMPLETED))
                .page(p -> p.limit(INSTANCES * TASKS)).send().join().items().stream()
                .collect(Collectors.groupingBy(ElementInstance::getProcessInstanceKey,
                        Collectors.mapping(ElementInstance::getElementId,
                                Collectors.toList())));
        assertThat(tasks).hasSize(INSTANCES).allSatisfy((key, elements) -> assertThat(elements)
                .containsExactlyInAnyOrder("Task0", "Task1", "Task2", "Task3", "Task4", "Task5", "Task6", "Task7",
                        "Task8", "Task9"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
