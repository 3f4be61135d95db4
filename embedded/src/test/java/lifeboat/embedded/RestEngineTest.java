package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.api.search.enums.ElementInstanceState;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the v2 REST API, which clients prefer by default. */
class RestEngineTest extends EngineBehaviours {

    RestEngineTest() {
        super(RunningEngine.inMemory(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "messages/publication | {\"name\":\"m\", | 400 | Bad Request",
        "messages/publication | {\"name\":\"m\",\"variables\":[1,2]} | 400 | Bad Request",
        "messages/publication | {\"correlationKey\":\"k\"} | 400 | INVALID_ARGUMENT",
        "process-instances | {\"processDefinitionKey\":\"abc\"} | 400 | INVALID_ARGUMENT",
        "process-instances | {\"processDefinitionId\":\"nowhere\"} | 404 | NOT_FOUND",
        "jobs/activation | {\"type\":\"t\",\"timeout\":0,\"maxJobsToActivate\":1} | 400 | INVALID_ARGUMENT",
        "jobs/activation | {\"type\":\" \",\"timeout\":1,\"maxJobsToActivate\":1} | 400 | INVALID_ARGUMENT",
        "jobs/12/error | {} | 400 | INVALID_ARGUMENT",
        "jobs/12/completion | {} | 404 | NOT_FOUND",
        "jobs/12/completion | null | 404 | NOT_FOUND",
        "process-instances/search | {\"filter\":{\"endDate\":{\"$gte\":\"noon\"},\"variables\":[]}} | 400 | "
            + "INVALID_ARGUMENT",
        "jobs/abc/completion | {} | 400 | Bad Request",
        "incidents/12/resolution | | 404 | NOT_FOUND",
        "process-instances/12/cancellation | {} | 404 | NOT_FOUND",
        "no-such-thing | {} | 404 | Not Found"})
    void answersWhatItRefusesWithAProblem(String path, String body, int status, String title) throws Exception {
        HttpResponse<String> response = post(path, body == null ? "" : body);

        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem.get("title").asText()).isEqualTo(title);
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "com.fasterxml", "lifeboat.");
    }

    /** Whether there are results or not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "process-instances | {\"filter\":{\"bogus\":1}} | The filter 'bogus' is not supported",
        "process-instances | {\"filter\":{\"$or\":[{\"bogus\":1}]}} | The filter 'bogus' is not supported",
        "process-instances | {\"filter\":{\"state\":\"BOGUS\"}} | values: [ACTIVE, COMPLETED, TERMINATED]",
        "process-instances | {\"filter\":{\"processInstanceKey\":\"x\"}} | is no key",
        "incidents | {\"filter\":{\"creationTime\":{\"$gt\":\"noon\"}}} | is no date-time",
        "variables | {\"sort\":[{\"field\":\"bogus\"}]} | Unexpected value 'bogus' for the field to sort by",
        "variables | {\"sort\":[{\"field\":\"name\",\"order\":\"up\"}]} | Unexpected value 'up' for the order",
        "element-instances | {\"page\":{\"limit\":10001}} | from 0 to 10000",
        "element-instances | {\"page\":{\"after\":\"WzEsMl0=\"}} | The page.after",
        "variables | {\"filter\":{\"name\":{\"$foo\":1}}} | The operator '$foo' is not supported",
        "jobs | {\"filter\":{\"state\":\"COMPLETED\"}} | jobs that are done are not kept"})
    void refusesASearchForWhatThereIsNot(String what, String query, String reason) throws Exception {
        HttpResponse<String> response = post(what + "/search", query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(reason);
    }

    /** An alternative is more than the database is asked for: it is looked for in memory. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "process-instances | {}", "process-instances | {\"state\":\"ACTIVE\"}",
        "process-instances | {\"state\":\"TERMINATED\"}", "process-instances | {\"hasIncident\":false}",
        "process-instances | {\"startDate\":{\"$gt\":\"2020-01-01T01:00:00+01:00\"}}",
        "process-instances | {\"processDefinitionId\":{\"$in\":[\"alike\",\"none\"]},\"endDate\":{\"$exists\":true}}",
        "element-instances | {\"elementId\":\"Task\"}", "element-instances | {\"state\":\"COMPLETED\"}",
        "element-instances | {\"processDefinitionId\":\"alike\",\"state\":\"TERMINATED\"}",
        "element-instances | {\"type\":\"SERVICE_TASK\"}", "element-instances | {\"state\":\"ACTIVE\"}",
        "variables | {}", "variables | {\"name\":\"number\"}", "variables | {\"name\":{\"$in\":[\"number\",\"x\"]}}",
        "jobs | {}", "jobs | {\"type\":\"alike\"}", "jobs | {\"state\":\"CREATED\",\"type\":\"alike\"}",
        "incidents | {}", "incidents | {\"state\":\"ACTIVE\"}", "incidents | {\"processDefinitionId\":\"unlike\"}",
        "user-tasks | {}", "user-tasks | {\"state\":\"CREATED\",\"assignee\":\"ann\"}",
        "user-tasks | {\"priority\":{\"$gt\":49}}", "message-subscriptions | {}",
        "message-subscriptions | {\"messageSubscriptionState\":\"CREATED\"}",
        "correlated-message-subscriptions | {}", "correlated-message-subscriptions | {\"messageName\":\"none\"}",
        "process-definitions | {}", "process-definitions | {\"processDefinitionId\":\"alike\"}",
        "process-definitions | {\"version\":1}", "decision-definitions | {}", "decision-instances | {}"})
    void findsTheSameInTheDatabaseAsInMemory(String what, String filter) throws Exception {
        engine.deploy(RunningEngine.process("unlike", s -> s.serviceTask("Task", t -> t.zeebeJobType("=missing"))));
        engine.incident(engine.start("unlike", Map.of("number", 1)));
        engine.deploy(RunningEngine.process("for-ann", s -> s.userTask("Task", t -> t.zeebeUserTask()
                .zeebeAssignee("ann"))));
        engine.start("for-ann", Map.of("number", 2));
        engine.deploy(RunningEngine.process("alike", s -> s.serviceTask("Task", t -> t.zeebeJobType("alike"))));
        for (int i = 0; i < 3; i++) {
            engine.start("alike", Map.of());
        }
        engine.complete("alike");
        engine.client().newCancelInstanceCommand(engine.job("alike").getProcessInstanceKey()).send().join();

        List<String> orders = new ArrayList<>(List.of("", ",\"page\":{\"from\":1,\"limit\":2}",
                ",\"page\":{\"from\":99999}"));
        if (what.endsWith("s-instances") || what.equals("element-instances")) {
            orders.addAll(List.of(",\"sort\":[{\"field\":\"endDate\",\"order\":\"desc\"}]",
                    ",\"sort\":[{\"field\":\"endDate\"}],\"page\":{\"from\":1,\"limit\":2}"));
        }
        for (String order : orders) {
            String inDatabase = post(what + "/search", "{\"filter\":%s%s}".formatted(filter, order)).body();
            String inMemory = post(what + "/search", "{\"filter\":{\"$or\":[%s]}%s}".formatted(filter, order))
                    .body();
            assertThat(inDatabase).isEqualTo(inMemory);
        }
    }

    @Test
    void countsTheInstancesOfEachElement() {
        long process = engine.deploy(RunningEngine.process("counted", s -> s
                .serviceTask("Task", t -> t.zeebeJobType("=type"))));
        long done = engine.start("counted", Map.of("type", "counted"));
        engine.complete("counted");
        long waits = engine.start("counted", Map.of());
        engine.incident(waits);

        var client = engine.client();
        assertThat(client.newProcessInstanceElementStatisticsRequest(waits).send().join())
                .filteredOn(element -> element.getElementId().equals("Task")).singleElement()
                .satisfies(task -> assertThat(List.of(task.getActive(), task.getIncidents(), task.getCompleted()))
                        .containsExactly(1L, 1L, 0L));
        assertThat(client.newProcessInstanceElementStatisticsRequest(done).send().join())
                .extracting(element -> element.getElementId()).containsExactlyInAnyOrder("Start", "Task", "End");
        assertThat(client.newProcessDefinitionElementStatisticsRequest(process).send().join())
                .filteredOn(element -> element.getElementId().equals("Start")).singleElement()
                .satisfies(start -> assertThat(start.getCompleted()).isEqualTo(2));
        assertThatThrownBy(() -> client.newProcessDefinitionElementStatisticsRequest(process)
                .filter(f -> f.hasIncident(true)).send().join()).hasMessageContaining("leave out the filter");
    }

    /** Its incident was resolved, and came again. */
    @Test
    void tellsAnElementOnceThatCannotStart() {
        engine.deploy(RunningEngine.process("again", s -> s.serviceTask("Task", t -> t.zeebeJobType("=missing"))));
        long key = engine.start("again", Map.of());
        long first = engine.incident(key).getIncidentKey();
        engine.client().newResolveIncidentCommand(first).send().join();
        await().until(() -> engine.incident(key).getIncidentKey() != first);

        assertThat(engine.client().newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key)
                .elementId("Task")).send().join().items()).singleElement()
                .satisfies(task -> assertThat(task.getState()).isEqualTo(ElementInstanceState.ACTIVE));
    }

    @Test
    void tellsWhatAProcessDidThatWasDeleted() throws Exception {
        long process = engine.deploy(RunningEngine.process("deleted-one", s -> s
                .userTask("Task", t -> t.zeebeUserTask())
                .intermediateCatchEvent("Message", e -> e.message(m -> m.name("deleted-one")
                        .zeebeCorrelationKeyExpression("\"k\"")))));
        long key = engine.start("deleted-one", Map.of());
        await().until(() -> !engine.client().newUserTaskSearchRequest().filter(f -> f.processInstanceKey(key)).send()
                .join().items().isEmpty());
        engine.client().newCompleteUserTaskCommand(engine.client().newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items().get(0).getUserTaskKey()).send().join();
        engine.publish("deleted-one", "k");
        engine.awaitCompletion(key);
        engine.client().newDeleteResourceCommand(process).send().join();

        for (String what : List.of("user-tasks", "message-subscriptions", "correlated-message-subscriptions",
                "element-instances", "process-instances", "variables")) {
            HttpResponse<String> found = post(what + "/search", "{\"page\":{\"limit\":10000}}");
            assertThat(found.statusCode()).as(what + found.body()).isEqualTo(200);
        }
        engine.deploy(RunningEngine.process("deleted-one", s -> s.manualTask()));
    }

    @Test
    void tellsWhoCalledAnInstance() {
        engine.deploy(RunningEngine.process("called-one", s -> s.serviceTask("Task", t -> t.zeebeJobType("called"))));
        engine.deploy(RunningEngine.process("calling-one", s -> s.callActivity("Call", c -> c
                .zeebeProcessId("called-one"))));
        long caller = engine.start("calling-one", Map.of());
        long called = engine.job("called").getProcessInstanceKey();

        assertThat(engine.client().newProcessInstanceGetCallHierarchyRequest(called).send().join())
                .extracting(entry -> entry.getProcessInstanceKey()).containsExactly(caller, called);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"license | \"validLicense\":false", "authentication/me | \"canLogout\":false"})
    void tellsWhoAsksAndThatThereIsNoLicense(String what, String expected) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri(what)).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(expected);
    }

    @Test
    void refusesToSetAClockThatIsNotForTests() {
        assertThatThrownBy(() -> engine.client().newResetClockCommand().send().join())
                .hasMessageContaining("embedded-engine.management is off");
    }

    @Test
    void findsNoInstanceByTagsItHasNot() throws Exception {
        engine.deploy(RunningEngine.process("untagged", s -> s.manualTask()));
        engine.start("untagged", Map.of());

        assertThat(post("process-instances/search", "{\"filter\":{\"tags\":[\"a\"]}}").body())
                .contains("\"items\":[]");
    }

    /** Clients send a text with or without its quotes. */
    @Test
    void findsInstancesByATextVariable() throws Exception {
        engine.deploy(RunningEngine.process("named", s -> s.serviceTask("Wait", t -> t.zeebeJobType("named"))));
        long key = engine.start("named", Map.of("site", "main"));

        for (String value : List.of("main", "\\\"main\\\"")) {
            assertThat(post("process-instances/search", "{\"filter\":{\"processDefinitionId\":\"named\",\"variables\":"
                    + "[{\"name\":\"site\",\"value\":\"" + value + "\"}]}}").body())
                    .contains("\"processInstanceKey\":\"" + key + "\"");
        }
    }

    @Test
    void keepsServingAfterADocumentThatIsNestedTooDeep() throws Exception {
        String deep = "{\"name\":\"m\",\"variables\":{\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}}";

        assertThat(post("messages/publication", deep).statusCode()).isEqualTo(400);
        assertThat(post("messages/publication", "{\"name\":\"m\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesARequestThatIsTooLarge() throws Exception {
        String large = "{\"name\":\"m\",\"variables\":{\"x\":\"" + "x".repeat(10_000_000) + "\"}}";

        HttpResponse<String> refused = post("messages/publication", large);

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("\"title\":\"Payload Too Large\"");
        assertThat(post("messages/publication", "{\"name\":\"m\"}").statusCode()).isEqualTo(200);
    }

    /** Until the server notices, jobs are lost to those who left, one each: to so many, more than this test waits for. */
    @Test
    void handsNoJobsToCallersWhoLeft() throws Exception {
        engine.deploy(RunningEngine.process("left", s -> s.serviceTask("Task", t -> t.zeebeJobType("left"))));
        String body = "{\"type\":\"left\",\"timeout\":600000,\"maxJobsToActivate\":100,\"requestTimeout\":600000}";
        URI address = engine.client().getConfiguration().getRestAddress();
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket caller = new Socket(address.getHost(), address.getPort());
            callers.add(caller);
            caller.getOutputStream().write(("POST /v2/jobs/activation HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                    + "application/json\r\nContent-Length: %d\r\n\r\n%s").formatted(body.length(), body).getBytes());
        }
        for (Socket caller : callers) {
            caller.close();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            engine.start("left", Map.of());
            return !engine.client().newActivateJobsCommand().jobType("left").maxJobsToActivate(1)
                    .requestTimeout(Duration.ofMillis(300)).send().join().getJobs().isEmpty();
        });
    }

    @Test
    void tellsThatItServes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("status")).build();

        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri(path)).header("Content-Type",
                "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return engine.client().getConfiguration().getRestAddress().resolve("/v2/" + path);
    }
}
