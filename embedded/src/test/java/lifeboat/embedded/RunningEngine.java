package lifeboat.embedded;

import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.EvaluateDecisionResponse;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.Incident;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import lifeboat.embedded.grpc.GrpcServer;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;

/** The embedded engine on free ports, and a client that reaches it over the wire. */
public class RunningEngine implements AutoCloseable {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @ConditionalOnProperty("fake-delayed-searches")
        FakeDelayedSearches fakeDelayedSearches() {
            return new FakeDelayedSearches();
        }
    }

    private final ServletWebServerApplicationContext context;
    private final CamundaClient client;

    RunningEngine(String database) {
        this(database, "sa", false, false);
    }

    private RunningEngine(String database, String user, boolean preferRest, boolean delaysSearches) {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .properties(Map.of("embedded-engine.enabled", true, "embedded-engine.database", database,
                        "embedded-engine.database-user", user,
                        "embedded-engine.grpc-port", 0, "server.port", 0, "server.address", "127.0.0.1",
                        "fake-delayed-searches", delaysSearches, "logging.level.root", "WARN",
                        "spring.main.banner-mode", "off"))
                .run();
        client = client(URI.create("http://127.0.0.1:" + context.getBean(GrpcServer.class).port()),
                URI.create("http://127.0.0.1:" + context.getWebServer().getPort()), preferRest);
    }

    /** Some other Camunda 8 that is running. */
    private RunningEngine(URI grpc, URI rest, boolean preferRest) {
        context = null;
        client = client(grpc, rest, preferRest);
    }

    private static CamundaClient client(URI grpc, URI rest, boolean preferRest) {
        return CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(preferRest)
                .defaultRequestTimeout(Duration.ofSeconds(20)).build();
    }

    public static RunningEngine on(String database, String user, boolean preferRest) {
        return new RunningEngine(database, user, preferRest, false);
    }

    /** A new engine, or the Camunda 8 that {@code conformance.grpc} and {@code conformance.rest} point to. */
    public static RunningEngine inMemory(boolean preferRest) {
        return inMemory(preferRest, false);
    }

    /** The same, by gRPC; a new engine's searches are behind, as those of a cluster are. */
    static RunningEngine withDelayedSearches() {
        return inMemory(false, true);
    }

    private static RunningEngine inMemory(boolean preferRest, boolean delaysSearches) {
        String grpc = System.getProperty("conformance.grpc");
        if (grpc != null) {
            return new RunningEngine(URI.create(grpc), URI.create(System.getProperty("conformance.rest")), preferRest);
        }
        return new RunningEngine("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()), "sa", preferRest,
                delaysSearches);
    }

    public CamundaClient client() {
        return client;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** @return the key of the process */
    long deploy(BpmnModelInstance process) {
        return client.newDeployResourceCommand().addProcessModel(process, "process.bpmn").send().join().getProcesses()
                .get(0).getProcessDefinitionKey();
    }

    void deployDecision(String dmn) {
        client.newDeployResourceCommand().addResourceStringUtf8(dmn, "decision.dmn").send().join();
    }

    EvaluateDecisionResponse evaluate(String decisionId, Map<String, Object> variables) {
        return client.newEvaluateDecisionCommand().decisionId(decisionId).variables(variables).send().join();
    }

    void publish(String name, String correlationKey) {
        client.newPublishMessageCommand().messageName(name).correlationKey(correlationKey)
                .timeToLive(Duration.ofMinutes(1)).send().join();
    }

    void deploy(String xml) {
        client.newDeployResourceCommand().addResourceStringUtf8(xml, "process.bpmn").send().join();
    }

    long start(String processId, Map<String, Object> variables) {
        return client.newCreateInstanceCommand().bpmnProcessId(processId).latestVersion().variables(variables)
                .send().join().getProcessInstanceKey();
    }

    /** The next job of a type, waiting for it if need be. */
    ActivatedJob job(String type) {
        return job(type, Duration.ofMinutes(1));
    }

    ActivatedJob job(String type, Duration timeout) {
        List<ActivatedJob> jobs = client.newActivateJobsCommand().jobType(type).maxJobsToActivate(1)
                .timeout(timeout).requestTimeout(Duration.ofSeconds(15)).send().join().getJobs();
        if (jobs.isEmpty()) {
            throw new AssertionError("No job of type " + type + " came within 15 s");
        }
        return jobs.get(0);
    }

    void complete(ActivatedJob job, Map<String, Object> variables) {
        client.newCompleteCommand(job).variables(variables).send().join();
    }

    /** Completes the next job of each type, one after the other. */
    void complete(String... types) {
        for (String type : types) {
            complete(job(type), Map.of());
        }
    }

    List<Incident> incidents(long processInstanceKey) {
        return client.newIncidentSearchRequest()
                .filter(f -> f.processInstanceKey(processInstanceKey).state(IncidentState.ACTIVE)).send().join()
                .items();
    }

    /** The incident of an instance, waiting for it if need be. */
    Incident incident(long processInstanceKey) {
        return await().until(() -> incidents(processInstanceKey), incidents -> !incidents.isEmpty()).get(0);
    }

    void resolve(long processInstanceKey) {
        client.newResolveIncidentCommand(incident(processInstanceKey).getIncidentKey()).send().join();
    }

    void awaitCompletion(long processInstanceKey) {
        await().until(() -> isCompleted(processInstanceKey));
    }

    void awaitActive(long processInstanceKey, String elementId) {
        await().until(() -> client.newElementInstanceSearchRequest().filter(f -> f
                .processInstanceKey(processInstanceKey).elementId(elementId).state(ElementInstanceState.ACTIVE))
                .send().join().items().size() == 1);
    }

    List<ElementInstance> elements(long processInstanceKey) {
        return client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(processInstanceKey)).send()
                .join().items();
    }

    /** The type of each element an instance was at. */
    Map<String, ElementInstanceType> types(long processInstanceKey) {
        return elements(processInstanceKey).stream().collect(Collectors.toMap(ElementInstance::getElementId,
                ElementInstance::getType, (one, other) -> other));
    }

    boolean isCompleted(long processInstanceKey) {
        return client.newProcessInstanceSearchRequest().filter(f -> f.processInstanceKey(processInstanceKey))
                .send().join().items().stream().anyMatch(instance -> instance.getEndDate() != null);
    }

    /** Searches may be behind: what is not there yet, or not yet so, is waited for. */
    static void eventually(ThrowingRunnable assertion) {
        await().ignoreExceptions().untilAsserted(assertion);
    }

    static BpmnModelInstance process(String id, java.util.function.Function<
            io.camunda.zeebe.model.bpmn.builder.StartEventBuilder,
            io.camunda.zeebe.model.bpmn.builder.AbstractFlowNodeBuilder<?, ?>> flow) {
        return flow.apply(Bpmn.createExecutableProcess(id).startEvent("Start")).endEvent("End").done();
    }

    @Override
    public void close() {
        client.close();
        if (context != null) {
            context.close();
        }
    }
}
