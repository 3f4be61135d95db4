package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.impl.basicauth.BasicAuthCredentialsProviderBuilder;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lifeboat.embedded.access.CallerRole;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.grpc.GrpcServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.operaton.bpm.engine.IdentityService;
import org.operaton.bpm.engine.identity.User;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Who may do what, on gRPC and on REST. */
class AccessTest {

    private static final String PASSWORD = "a password: with a colon";
    private static final Map<String, CamundaClient> CLIENTS = new HashMap<>();

    private static ServletWebServerApplicationContext context;
    private static URI grpc;
    private static URI rest;

    @BeforeAll
    static void start() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(RunningEngine.Application.class)
                .properties(Map.ofEntries(Map.entry("embedded-engine.enabled", true),
                        Map.entry("embedded-engine.database", "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(
                                UUID.randomUUID())),
                        Map.entry("embedded-engine.grpc-port", 0), Map.entry("server.port", 0),
                        Map.entry("server.address", "127.0.0.1"), Map.entry("logging.level.root", "ERROR"),
                        Map.entry("spring.main.banner-mode", "off"),
                        Map.entry("embedded-engine.authentication", true),
                        Map.entry("embedded-engine.own-user", "application"),
                        Map.entry("embedded-engine.own-password", PASSWORD),
                        Map.entry("embedded-engine.start-messages", "started-by-message"),
                        Map.entry("embedded-engine.caller-variable", "startedBy"))).run();
        grpc = URI.create("http://127.0.0.1:" + context.getBean(GrpcServer.class).port());
        rest = URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
        IdentityService identities = context.getBean(EmbeddedEngine.class).operaton().getIdentityService();
        for (CallerRole role : CallerRole.values()) {
            identities.saveGroup(identities.newGroup(role.group()));
            addUser(identities, role.name().toLowerCase(), role.group());
        }
        addUser(identities, "nobody", null);
        as("application", false).newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("p")
                .startEvent().userTask("wait").zeebeUserTask().endEvent().done(), "p.bpmn")
                .addProcessModel(Bpmn.createExecutableProcess("m").startEvent().message(m -> m.name(
                        "started-by-message")).userTask("wait").zeebeUserTask().endEvent().done(), "m.bpmn").send()
                .join();
    }

    private static void addUser(IdentityService identities, String name, String group) {
        User user = identities.newUser(name);
        user.setPassword(PASSWORD);
        identities.saveUser(user);
        if (group != null) {
            identities.createMembership(name, group);
        }
    }

    @AfterAll
    static void stop() {
        CLIENTS.values().forEach(CamundaClient::close);
        context.close();
    }

    private static CamundaClient as(String user, boolean preferRest) {
        return CLIENTS.computeIfAbsent(user + preferRest, key -> client(user, PASSWORD, preferRest));
    }

    private static CamundaClient client(String user, String password, boolean preferRest) {
        return CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(preferRest)
                .defaultRequestTimeout(Duration.ofSeconds(20)).credentialsProvider(
                        new BasicAuthCredentialsProviderBuilder().username(user).password(password)
                                .applyEnvironmentOverrides(false).build()).build();
    }

    private static void assertRefused(boolean preferRest, ThrowingCallable call, String why) {
        if (preferRest) {
            assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.code()).isEqualTo(403);
                assertThat(e.details().getDetail()).contains(why);
            });
        } else {
            assertThatThrownBy(call).isInstanceOfSatisfying(ClientStatusException.class, e -> {
                assertThat(e.getStatusCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(e.getStatus().getDescription()).contains(why);
            });
        }
    }

    private static long start(CamundaClient client) {
        return client.newCreateInstanceCommand().bpmnProcessId("p").latestVersion().variables(Map.of("startedBy",
                "somebody else")).send().join().getProcessInstanceKey();
    }

    private static String startedBy(long instance) {
        return as("viewer", true).newVariableSearchRequest().filter(f -> f.processInstanceKey(instance)
                .name("startedBy")).send().join().items().get(0).getValue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsAnOperatorStartAndCancelAndSaysWhoDidIt(boolean preferRest) {
        long instance = start(as("operator", preferRest));

        assertThat(startedBy(instance)).isEqualTo("\"operator\"");
        as("operator", preferRest).newCancelInstanceCommand(instance).send().join();
        assertThat(as("viewer", true).newProcessInstanceGetRequest(instance).send().join().getState())
                .isEqualTo(ProcessInstanceState.TERMINATED);
    }

    @ParameterizedTest
    @CsvSource({"viewer,false", "viewer,true", "approver,false", "approver,true", "worker,false", "worker,true",
        "alarm,false", "alarm,true", "nobody,false", "nobody,true"})
    void letsNobodyElseChangeAnything(String user, boolean preferRest) {
        long instance = start(as("operator", false));
        CamundaClient client = as(user, preferRest);
        String why = "User '%s' may not ".formatted(user);

        assertRefused(preferRest, () -> start(client), why);
        assertRefused(preferRest, () -> client.newCancelInstanceCommand(instance).send().join(), why);
        assertRefused(preferRest, () -> client.newSetVariablesCommand(instance).variables(Map.of("a", 1)).send().join(),
                why);
        assertRefused(preferRest, () -> client.newResolveIncidentCommand(1).send().join(), why);
        assertRefused(preferRest, () -> client.newBroadcastSignalCommand().signalName("s").send().join(), why);
        assertRefused(preferRest, () -> client.newDeleteResourceCommand(1).send().join(), why);
        assertRefused(true, () -> client.newCreateBatchOperationCommand().processInstanceCancel()
                .filter(f -> f.processInstanceKey(instance)).send().join(), why);
        assertThat(as("viewer", true).newProcessInstanceGetRequest(instance).send().join().getState())
                .isEqualTo(ProcessInstanceState.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsAnAlarmSenderPublishWhatStartsAnInstanceAndNothingElse(boolean preferRest) {
        CamundaClient alarm = as("alarm", preferRest);

        alarm.newPublishMessageCommand().messageName("started-by-message").correlationKey("k" + preferRest)
                .variables(Map.of("startedBy", "somebody else")).send().join();
        long instance = as("viewer", true).newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId("m"))
                .sort(s -> s.startDate().desc()).send().join().items().get(0).getProcessInstanceKey();
        assertThat(startedBy(instance)).isEqualTo("\"alarm\"");

        assertRefused(preferRest, () -> alarm.newPublishMessageCommand().messageName("abort").correlationKey("k").send()
                .join(), "User 'alarm' may not publish this message");
        assertRefused(preferRest, () -> alarm.newActivateJobsCommand().jobType("t").maxJobsToActivate(1)
                .timeout(Duration.ofSeconds(1)).requestTimeout(Duration.ofMillis(1)).send().join(), "work on jobs");
        assertRefused(true, () -> alarm.newProcessInstanceSearchRequest().send().join(), "look at anything");
        assertRefused(true, () -> alarm.newVariableSearchRequest().send().join(), "look at anything");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsNobodySayWhoStartedAnInstance(boolean preferRest) {
        long instance = start(as("operator", false));

        assertRefused(preferRest, () -> as("operator", preferRest).newSetVariablesCommand(instance).variables(Map.of(
                "startedBy", "somebody else")).send().join(), "may not set 'startedBy'");
        assertRefused(preferRest, () -> as("operator", preferRest).newModifyProcessInstanceCommand(instance)
                .activateElement("wait").withVariables(Map.of("startedBy", "somebody else")).send().join(),
                "may not set 'startedBy'");
        as("operator", preferRest).newSetVariablesCommand(instance).variables(Map.of("other", 1)).send().join();
        assertThat(startedBy(instance)).isEqualTo("\"operator\"");
    }

    /** A job's timeout is the lease of who works on it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsAJobsTimeoutFromOperatorsAndItsTriesFromWorkers(boolean preferRest) {
        assertRefused(preferRest, () -> as("operator", preferRest).newUpdateTimeoutCommand(1).timeout(1).send().join(),
                "may not work on jobs");
        assertRefused(preferRest, () -> as("worker", preferRest).newUpdateRetriesCommand(1).retries(1).send().join(),
                "may not start, change or end anything");
    }

    @Test
    void letsApproversAndOperatorsWorkOnUserTasksAndNobodyElse() {
        start(as("operator", false));
        start(as("operator", false));
        List<Long> tasks = new ArrayList<>(as("viewer", true).newUserTaskSearchRequest().filter(f -> f
                .bpmnProcessId("p").state(UserTaskState.CREATED)).send().join().items().stream()
                .map(task -> task.getUserTaskKey()).toList());
        long first = tasks.remove(0);

        for (String user : List.of("viewer", "worker", "alarm", "nobody")) {
            assertRefused(true, () -> as(user, true).newCompleteUserTaskCommand(first).send().join(),
                    "work on user tasks");
            assertRefused(true, () -> as(user, true).newAssignUserTaskCommand(first).assignee("x").send().join(),
                    "work on user tasks");
        }
        as("approver", true).newCompleteUserTaskCommand(first).send().join();
        as("operator", true).newCompleteUserTaskCommand(tasks.remove(0)).send().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsNobodyByAWrongPassword(boolean preferRest) {
        for (String user : List.of("operator", "application", "stranger")) {
            for (String password : List.of("wrong", PASSWORD + " ")) {
                try (CamundaClient client = client(user, password, preferRest)) {
                    assertThatThrownBy(() -> client.newTopologyRequest().send().join()).satisfies(e -> {
                        if (preferRest) {
                            assertThat(((ProblemException) e).code()).isEqualTo(401);
                        } else {
                            assertThat(((ClientStatusException) e).getStatusCode()).isEqualTo(
                                    Status.Code.UNAUTHENTICATED);
                        }
                    });
                }
            }
        }
    }

    @Test
    void letsTheApplicationWorkAndKeepsWhatItSays() {
        try (CamundaClient stranger = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest)
                .preferRestOverGrpc(false).build()) {
            assertThatThrownBy(() -> stranger.newTopologyRequest().send().join()).isInstanceOf(
                    ClientStatusException.class);
        }
        as("application", false).newPublishMessageCommand().messageName("started-by-message").correlationKey("app")
                .variables(Map.of("startedBy", "the application says")).send().join();
        assertThat(as("viewer", true).newVariableSearchRequest().filter(f -> f.name("startedBy")).send().join().items())
                .anySatisfy(variable -> assertThat(variable.getValue()).isEqualTo("\"the application says\""));
        assertThat(as("worker", false).newActivateJobsCommand().jobType("t").maxJobsToActivate(1)
                .timeout(Duration.ofSeconds(1)).requestTimeout(Duration.ofMillis(1)).send().join().getJobs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/process-instances/search", "/v2//process-instances/search",
        "/operaton/../v2/process-instances/search", "/operaton/%2e%2e/v2/process-instances/search",
        "/operaton;a=b/../v2/process-instances/search", "/v2/process-instances/search;a=/operaton/",
        "/%76%32/process-instances/search", "/v2/process-instances/search/", "//operaton/../v2/process-instances/search"})
    void isNotGotRoundByHowAPathIsWritten(String path) throws Exception {
        assertThat(status("POST", path, null)).isIn(400, 401, 404);
        assertThat(status("POST", path, "alarm")).isIn(400, 401, 403, 404);
        assertThat(status("POST", "/v2/process-instances/search", "viewer")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST,/v2/process-instances/1/cancellation", "POST,/v2/process-instances/cancellation",
        "POST,/v2/resources/1/deletion", "POST,/v2/deployments", "PUT,/v2/element-instances/1/variables",
        "PATCH,/v2/jobs/1", "DELETE,/v2/user-tasks/1/assignee", "POST,/v2/messages/correlation", "DELETE,/v2/clock",
        "POST,/v2/anything/new", "HEAD,/v2/topologies", "POST,/v2/batch-operations/1/cancellation",
        "POST,/v2/process-instances/1/cancellation;x=search", "POST,/cluster/purge", "DELETE,/clock"})
    void isForbiddenToAViewer(String method, String path) throws Exception {
        assertThat(status(method, path, "viewer")).isEqualTo(403);
        assertThat(status(method, path, null)).isEqualTo(401);
    }

    private static int status(String method, String path, String user) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(rest + path))
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString("{}"));
        if (user != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":" + PASSWORD)
                    .getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
