package lifeboat.embedded.bench;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.JobState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lifeboat.embedded.H2File;
import lifeboat.embedded.RunningEngine;

/**
 * Measures the embedded engine when there is much: instances that wait, history, messages, deployments. History is made
 * by copying the rows of instances that ran.
 *
 * <p>Arguments: how many instances wait, how many rows of history, how many messages, how many deployments; or the file
 * of a database that such a run left, of which only the searches are measured.
 */
public final class ScaleBench {

    private static final int IN_FLIGHT = 50;
    private static final int RAN = 200;
    private static final String WAITING = "scale-waiting";

    private final CamundaClient client;
    private final Semaphore slots = new Semaphore(IN_FLIGHT);

    private ScaleBench(CamundaClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            searches(Path.of(arguments[0]));
            return;
        }
        Path file = Files.createTempDirectory("scale-bench").resolve("engine");
        String url = url(file);
        int waiting = Integer.parseInt(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        int messages = Integer.parseInt(arguments[2]);
        try (RunningEngine engine = RunningEngine.on(url, "sa", false)) {
            ScaleBench bench = new ScaleBench(engine.client());
            bench.deployments(Integer.parseInt(arguments[3]));
            bench.messages(messages);
            bench.ended();
            bench.waiting(waiting);
        }
        try (Connection database = DriverManager.getConnection(url, "sa", "")) {
            System.out.printf("copied          %.1f s%n", seconds(() -> copy(database, rows)));
        }
        searches(file);
    }

    private static void searches(Path file) throws Exception {
        long start = System.nanoTime();
        try (RunningEngine engine = RunningEngine.on(url(file), "sa", false)) {
            System.out.printf("restart         %.1f s, %d MiB of file, %d MiB of heap at most%n", secondsSince(start),
                    Files.size(Path.of(file + ".mv.db")) >> 20, Runtime.getRuntime().maxMemory() >> 20);
            new ScaleBench(engine.client()).searches();
        }
    }

    private static String url(Path file) {
        return H2File.url(file);
    }

    private void deployments(int count) {
        System.out.printf("deployments     %d in %.1f s%n", count, seconds(() -> IntStream.range(0, count).forEach(i ->
                client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-" + i)
                        .startEvent().serviceTask("Task", t -> t.zeebeJobType("scale")).endEvent().done(),
                        "scale-%d.bpmn".formatted(i)).send().join())));
    }

    private void messages(int count) {
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-message").startEvent()
                .intermediateCatchEvent("Wait", e -> e.message(m -> m.name("scale")
                        .zeebeCorrelationKeyExpression("number"))).endEvent().done(), "message.bpmn").send().join();
        for (int i = 0; i < count; i++) {
            create("scale-message", i);
        }
        System.out.printf("messages        %d to as many instances: all arrived after %.1f s%n", count, seconds(() -> {
            for (int i = 0; i < count; i++) {
                String key = String.valueOf(i);
                inFlight(() -> client.newPublishMessageCommand().messageName("scale").correlationKey(key)
                        .timeToLive(Duration.ofMinutes(10)).send());
            }
            until(() -> client.newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId("scale-message")
                    .state(ProcessInstanceState.ACTIVE)).page(p -> p.limit(1)).send().join().page().totalItems() == 0);
        }));
    }

    /** Instances of many elements that ended, whose history is copied. */
    private void ended() {
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-ended").startEvent()
                .scriptTask("Script1", t -> t.zeebeExpression("number").zeebeResultVariable("one"))
                .manualTask("Manual").scriptTask("Script2", t -> t.zeebeExpression("one + 1")
                        .zeebeResultVariable("two")).endEvent().done(), "ended.bpmn").send().join();
        for (int i = 0; i < RAN; i++) {
            create("scale-ended", i);
        }
        until(() -> slots.availablePermits() == IN_FLIGHT);
    }

    private void waiting(int count) {
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess(WAITING).startEvent()
                .serviceTask("Task", t -> t.zeebeJobType("scale-waiting")).endEvent().done(), "waiting.bpmn").send()
                .join();
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-user").startEvent()
                .userTask("Task", t -> t.zeebeUserTask().zeebeAssignee("ann")).endEvent().done(), "user.bpmn").send()
                .join();
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-incident").startEvent()
                .serviceTask("Task", t -> t.zeebeJobType("=missing")).endEvent().done(), "incident.bpmn").send()
                .join();
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("scale-catch").startEvent()
                .intermediateCatchEvent("Wait", e -> e.message(m -> m.name("never")
                        .zeebeCorrelationKeyExpression("number"))).endEvent().done(), "catch.bpmn").send().join();
        List<String> others = List.of("scale-user", "scale-incident", "scale-catch");
        System.out.printf("instances       %d that wait in %.1f s%n", count, seconds(() -> {
            for (int i = 0; i < count; i++) {
                create(i % 10 < others.size() ? others.get(i % 10) : WAITING, i);
            }
            until(() -> slots.availablePermits() == IN_FLIGHT);
        }));
    }

    private void create(String processId, int number) {
        inFlight(() -> client.newCreateInstanceCommand().bpmnProcessId(processId).latestVersion()
                .variables(Map.of("number", number)).send());
    }

    private void inFlight(Supplier<CamundaFuture<?>> command) {
        slots.acquireUninterruptibly();
        command.get().whenComplete((result, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
            }
            slots.release();
        });
    }

    /** Copies the history of what ended until there are so many rows of element instances. */
    private static void copy(Connection database, int rows) {
        try (Statement statement = database.createStatement()) {
            int there = count(statement, "select count(*) from ACT_HI_ACTINST where PROC_DEF_KEY_ = 'scale-ended'");
            int times = (rows + there - 1) / there;
            statement.execute("create table COPY as select X from system_range(1, %d)".formatted(times));
            for (String table : List.of("ACT_HI_PROCINST", "ACT_HI_ACTINST", "ACT_HI_VARINST")) {
                List<String> columns = columns(statement, table);
                statement.execute("insert into %s (%s) select %s from %s cross join COPY where PROC_DEF_KEY_ = '%s'"
                        .formatted(table, String.join(", ", columns), columns.stream().map(ScaleBench::copied)
                                .collect(Collectors.joining(", ")), table, "scale-ended"));
            }
            statement.execute("drop table COPY");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String copied(String column) {
        return column.equals("ID_") || column.endsWith("PROC_INST_ID_") || column.equals("PARENT_ACT_INST_ID_")
                || column.equals("EXECUTION_ID_") ? column + " || lpad(X, 5, '0')" : column;
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("select COLUMN_NAME from INFORMATION_SCHEMA.COLUMNS where "
                + "TABLE_NAME = '%s' and IS_GENERATED = 'NEVER'".formatted(table))) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        return columns;
    }

    private static int count(Statement statement, String sql) throws SQLException {
        try (ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getInt(1);
        }
    }

    private void searches() {
        OffsetDateTime hourAgo = OffsetDateTime.now().minusHours(1);
        first("process instances", () -> client.newProcessInstanceSearchRequest().send().join());
        first("  active", () -> client.newProcessInstanceSearchRequest()
                .filter(f -> f.state(ProcessInstanceState.ACTIVE)).send().join());
        first("  with incident", () -> client.newProcessInstanceSearchRequest().filter(f -> f.hasIncident(true)).send()
                .join());
        first("  newest first", () -> client.newProcessInstanceSearchRequest().sort(s -> s.startDate().desc()).send()
                .join());
        first("  by variable", () -> client.newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId(WAITING)
                .variables(Map.of("number", 17))).send().join());
        first("element instances", () -> client.newElementInstanceSearchRequest().send().join());
        first("  active", () -> client.newElementInstanceSearchRequest()
                .filter(f -> f.state(ElementInstanceState.ACTIVE)).send().join());
        first("  of a process", () -> client.newElementInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(WAITING)).send().join());
        first("variables", () -> client.newVariableSearchRequest().send().join());
        first("  by name", () -> client.newVariableSearchRequest().filter(f -> f.name("two")).send().join());
        first("jobs", () -> client.newJobSearchRequest().send().join());
        first("  of a type", () -> client.newJobSearchRequest().filter(f -> f.type(WAITING)).send().join());
        first("  created", () -> client.newJobSearchRequest().filter(f -> f.state(JobState.CREATED)).send().join());
        first("user tasks", () -> client.newUserTaskSearchRequest().send().join());
        first("  of ann", () -> client.newUserTaskSearchRequest().filter(f -> f.assignee("ann")
                .state(UserTaskState.CREATED)).send().join());
        first("incidents", () -> client.newIncidentSearchRequest().send().join());
        first("  open", () -> client.newIncidentSearchRequest().filter(f -> f.state(IncidentState.ACTIVE)).send()
                .join());
        first("message subscriptions", () -> client.newMessageSubscriptionSearchRequest().send().join());
        first("correlated messages", () -> client.newCorrelatedMessageSubscriptionSearchRequest().send().join());
        first("process definitions", () -> client.newProcessDefinitionSearchRequest().send().join());
        first("  latest", () -> client.newProcessDefinitionSearchRequest().filter(f -> f.processDefinitionId(WAITING))
                .send().join());
        first("decision definitions", () -> client.newDecisionDefinitionSearchRequest().send().join());
        first("decision instances", () -> client.newDecisionInstanceSearchRequest().send().join());
        first("instances of an hour", () -> client.newProcessInstanceSearchRequest()
                .filter(f -> f.startDate(d -> d.gte(hourAgo))).send().join());
    }

    private static void first(String what, Runnable search) {
        double cold = seconds(search);
        double warm = IntStream.range(0, 5).mapToDouble(i -> seconds(search)).min().orElseThrow();
        System.out.printf("%-24s first page %4.0f ms, then %4.0f ms%n", what, cold * 1000, warm * 1000);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return secondsSince(start);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void until(Supplier<Boolean> condition) {
        while (!condition.get()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
