package lifeboat.embedded.conformance;

import static java.util.stream.Collectors.joining;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.DeploymentEvent;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.builder.AbstractFlowNodeBuilder;
import io.camunda.zeebe.model.bpmn.builder.StartEventBuilder;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.SequenceFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tries an engine by small processes, called probes, and notes what a client sees: jobs with their variables, incidents,
 * states of elements, variables, rejections. It knows nothing but a client, and waits until nothing changes any more.
 */
abstract class Probing {

    static final Map<String, Act> NONE = Map.of();

    private static final Duration JOB_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final int LOOKS = 30;
    private static final int MOST_JOBS = 60;
    private static final int ELEMENTS = 200;

    /** How many times as long as a probe says is waited for another job: machines differ in speed. */
    private static final int PATIENCE = 3;

    CamundaClient client;

    private Predicate<String> wanted;

    private final Map<String, List<String>> answers = new LinkedHashMap<>();
    private String current;
    private int files;

    /** What one probe does. */
    @FunctionalInterface
    interface Probe {
        void run() throws Exception;
    }

    /** What is done with a job. */
    @FunctionalInterface
    interface Act {
        void on(CamundaClient client, ActivatedJob job);
    }

    /** Runs all of them. */
    abstract void run() throws Exception;

    /**
     * @param probes those that are wanted
     * @return what was seen, by the names of the probes
     */
    Map<String, List<String>> answersOf(CamundaClient engine, Predicate<String> probes) throws Exception {
        client = engine;
        wanted = probes;
        answers.clear();
        run();
        return answers;
    }

    void probe(String name, Probe probe) {
        if (!wanted.test(name)) {
            return;
        }
        current = name;
        files = 0;
        answers.put(name, new ArrayList<>());
        try {
            probe.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            say("PROBE ENDED: " + reason(e));
        }
    }

    void say(String line) {
        answers.get(current).add(line);
    }

    void attempt(String what, Callable<?> command) {
        String result;
        try {
            Object value = command.call();
            result = "ok" + (value == null ? "" : " " + value);
        } catch (Exception e) {
            result = reason(e);
        }
        say(what + " -> " + result);
    }

    static String reason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && (reason instanceof ExecutionException
                || reason instanceof CompletionException || reason.getMessage() == null
                || !reason.getClass().getName().contains("ClientStatusException")
                && reason.getCause().getClass().getName().contains("StatusRuntime"))) {
            reason = reason.getCause();
        }
        return (reason.getClass().getSimpleName() + ": " + reason.getMessage()).replaceAll("\\s*\\n\\s*", " | ");
    }

    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    static Act done(Object... variables) {
        return (client, job) -> client.newCompleteCommand(job).variables(map(variables)).send().join();
    }

    static Act error(String code, String message, Object... variables) {
        return (client, job) -> {
            var command = client.newThrowErrorCommand(job).errorCode(code);
            if (message != null) {
                command.errorMessage(message);
            }
            command.variables(map(variables)).send().join();
        };
    }

    static Act fail(int retries, String message, Object... variables) {
        return (client, job) -> client.newFailCommand(job).retries(retries).errorMessage(message)
                .variables(map(variables)).send().join();
    }

    /** The worker keeps it. */
    static Act hang() {
        return (client, job) -> { };
    }

    static BpmnModelInstance process(String id,
            Function<StartEventBuilder, AbstractFlowNodeBuilder<?, ?>> flow) {
        return flow.apply(Bpmn.createExecutableProcess(id).startEvent("S")).endEvent("E").done();
    }

    static BpmnModelInstance waitingForAMessage(String id, String name, String key) {
        return Bpmn.createExecutableProcess(id).startEvent()
                .intermediateCatchEvent("C", e -> e.message(x -> x.name(name).zeebeCorrelationKeyExpression(key)))
                .serviceTask("U", t -> t.zeebeJobType(id)).endEvent().done();
    }

    /** @param resources models, texts, or a name and a text; the flow called {@code dflt} is its gateway's default */
    DeploymentEvent deploy(Object... resources) {
        DeployResourceCommandStep1 command = client.newDeployResourceCommand();
        DeployResourceCommandStep2 filled = null;
        for (Object resource : resources) {
            String[] file = file(resource);
            filled = filled == null ? command.addResourceStringUtf8(file[1], file[0])
                    : filled.addResourceStringUtf8(file[1], file[0]);
        }
        return filled.send().join();
    }

    private String[] file(Object resource) {
        if (resource instanceof BpmnModelInstance model) {
            SequenceFlow byDefault = model.getModelElementById("dflt");
            if (byDefault != null) {
                FlowNode gateway = byDefault.getSource();
                gateway.setAttributeValue("default", "dflt");
            }
            return new String[] {current + files++ + ".bpmn", Bpmn.convertToString(model)};
        }
        if (resource instanceof String[] file) {
            return file;
        }
        String text = (String) resource;
        boolean decides = text.contains("decisionTable") || text.contains("literalExpression");
        return new String[] {current + files++ + (decides ? ".dmn" : ".bpmn"), text};
    }

    void tryToDeploy(String label, Object... resources) {
        attempt("deploy " + label, () -> {
            DeploymentEvent deployment = deploy(resources);
            return "processes=" + deployment.getProcesses().stream().map(p -> p.getBpmnProcessId()).toList()
                    + " decisions=" + deployment.getDecisions().stream().map(d -> d.getDmnDecisionId()).toList()
                    + " forms=" + deployment.getForm().stream().map(f -> f.getFormId()).toList();
        });
    }

    long start(String processId, Map<String, Object> variables) {
        return client.newCreateInstanceCommand().bpmnProcessId(processId).latestVersion().variables(variables).send()
                .join().getProcessInstanceKey();
    }

    void publish(String name, String key, long timeToLiveMillis, Object... variables) {
        client.newPublishMessageCommand().messageName(name).correlationKey(key)
                .timeToLive(Duration.ofMillis(timeToLiveMillis)).variables(map(variables)).send().join();
    }

    /** Deploys a process, starts it, and does its jobs. */
    void go(Object model, String processId, Map<String, Object> variables, Map<String, Act> acts, String... types)
            throws InterruptedException {
        deploy(model);
        run(700, acts, start(processId, variables), types);
    }

    /** Does an instance's jobs until none came for {@code idleMillis}, and then looks at it. */
    void run(long idleMillis, Map<String, Act> acts, long key, String... types) throws InterruptedException {
        run(idleMillis, acts, key, false, types);
    }

    void run(long idleMillis, Map<String, Act> acts, long key, boolean sort, String... types)
            throws InterruptedException {
        List<String> jobs = drain(idleMillis, acts, true, () -> hasEnded(key), types);
        if (sort) {
            Collections.sort(jobs);
        }
        jobs.forEach(job -> say("job " + job));
        state(key);
    }

    /** All jobs of the given types, in the order they come, until nothing came for {@code idleMillis}. */
    List<String> drain(long idleMillis, Map<String, Act> acts, String... types) throws InterruptedException {
        return drain(idleMillis, acts, true, () -> false, types);
    }

    List<String> drain(long idleMillis, Map<String, Act> acts, boolean withVariables, String... types)
            throws InterruptedException {
        return drain(idleMillis, acts, withVariables, () -> false, types);
    }

    private List<String> drain(long idleMillis, Map<String, Act> acts, boolean withVariables,
            Supplier<Boolean> isOver, String... types) throws InterruptedException {
        BlockingQueue<ActivatedJob> jobs = new LinkedBlockingQueue<>();
        List<JobWorker> workers = new ArrayList<>();
        for (String type : types) {
            workers.add(client.newWorker().jobType(type).handler((c, job) -> jobs.add(job)).streamEnabled(true)
                    .pollInterval(Duration.ofMillis(200)).timeout(JOB_TIMEOUT).open());
        }
        List<String> seen = new ArrayList<>();
        Map<String, Integer> count = new HashMap<>();
        try {
            ActivatedJob job = next(jobs, idleMillis, isOver);
            while (job != null && seen.size() <= MOST_JOBS) {
                String type = job.getType();
                int number = count.merge(type, 1, Integer::sum);
                seen.add(job.getElementId() + (withVariables ? " " + new TreeMap<>(job.getVariablesAsMap()) : "")
                        + (job.getCustomHeaders().isEmpty() ? "" : " headers " + job.getCustomHeaders()));
                try {
                    acts.getOrDefault(type + "#" + number, acts.getOrDefault(type, done())).on(client, job);
                } catch (RuntimeException e) {
                    seen.add("  command refused: " + reason(e));
                }
                job = next(jobs, idleMillis, isOver);
            }
            if (job != null) {
                seen.add("...more than 60");
            }
        } finally {
            workers.forEach(JobWorker::close);
        }
        return seen;
    }

    private static ActivatedJob next(BlockingQueue<ActivatedJob> jobs, long idleMillis, Supplier<Boolean> isOver)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMillis * PATIENCE);
        while (System.nanoTime() < end) {
            ActivatedJob job = jobs.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (job != null) {
                return job;
            }
            if (isOver.get()) {
                return jobs.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return null;
    }

    /** Does the jobs of a type that are there now. @return how many those were */
    int drainOnce(String type) {
        return drainNames(type).size();
    }

    /** @return the elements whose jobs were done */
    List<String> drainNames(String type) {
        List<ActivatedJob> jobs = client.newActivateJobsCommand().jobType(type).maxJobsToActivate(20)
                .timeout(JOB_TIMEOUT).requestTimeout(Duration.ofMillis(300)).send().join().getJobs();
        jobs.forEach(job -> client.newCompleteCommand(job).send().join());
        return jobs.stream().map(ActivatedJob::getElementId).toList();
    }

    /** The next job of a type. */
    ActivatedJob job(String type) {
        List<ActivatedJob> jobs = client.newActivateJobsCommand().jobType(type).maxJobsToActivate(1)
                .timeout(JOB_TIMEOUT).requestTimeout(Duration.ofSeconds(10)).send().join().getJobs();
        if (jobs.isEmpty()) {
            throw new IllegalStateException("no job " + type);
        }
        return jobs.get(0);
    }

    private boolean hasEnded(long key) {
        String state = instance(key);
        return !state.equals("ACTIVE") && !state.equals("?");
    }

    private String instance(long key) {
        return client.newProcessInstanceSearchRequest().filter(f -> f.processInstanceKey(key)).send().join().items()
                .stream().findFirst().map(instance -> String.valueOf(instance.getState())).orElse("?");
    }

    /** Notes an instance as it is when two looks in a row are equal. */
    void state(long key) throws InterruptedException {
        List<String> last = List.of();
        List<String> now = look(key);
        for (int i = 0; i < LOOKS && !now.equals(last); i++) {
            pass(LOOK.toMillis() * 2);
            last = now;
            now = look(key);
        }
        now.forEach(this::say);
    }

    private List<String> look(long key) {
        List<String> seen = new ArrayList<>();
        seen.add("instance " + instance(key));
        seen.addAll(activeIncidents(key).stream().map(incident -> "incident " + incident.getErrorType() + " at "
                + incident.getElementId() + ": " + String.valueOf(incident.getErrorMessage())
                .replaceAll("\\s*\\n\\s*", " | ")).sorted().toList());
        seen.add("elements " + client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key))
                .page(page -> page.limit(ELEMENTS)).send().join().items().stream()
                .map(element -> element.getElementId() + ":" + element.getState()).sorted().collect(joining(" ")));
        seen.add("variables " + client.newVariableSearchRequest().filter(f -> f.processInstanceKey(key)).send()
                .join().items().stream().map(variable -> (variable.getScopeKey() == key ? "" : "(local)")
                        + variable.getName() + "=" + variable.getValue()).sorted().collect(joining(" ")));
        return seen;
    }

    private List<Incident> activeIncidents(long key) {
        return client.newIncidentSearchRequest().filter(f -> f.processInstanceKey(key)).send().join().items().stream()
                .filter(incident -> incident.getState() == IncidentState.ACTIVE).toList();
    }

    void incidents(long key) {
        look(key).stream().filter(line -> line.startsWith("incident ")).forEach(this::say);
    }

    /** The key of an instance's incident. */
    long incident(long key) throws InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            List<Incident> incidents = activeIncidents(key);
            if (!incidents.isEmpty()) {
                return incidents.get(0).getIncidentKey();
            }
            pass(LOOK.toMillis());
        }
        throw new IllegalStateException("no incident");
    }

    void waitActive(long key, String elementId) throws InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            if (!client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key).elementId(elementId)
                    .state(ElementInstanceState.ACTIVE)).send().join().items().isEmpty()) {
                return;
            }
            pass(LOOK.toMillis());
        }
        say("never active: " + elementId);
    }

    /** Lets time pass: what a probe asks is what happens meanwhile. */
    static void pass(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
