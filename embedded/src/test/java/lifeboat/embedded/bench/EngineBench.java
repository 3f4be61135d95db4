package lifeboat.embedded.bench;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.builder.AbstractFlowNodeBuilder;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import lifeboat.embedded.H2File;
import lifeboat.embedded.RunningEngine;

/**
 * Measures the embedded engine over gRPC with job streaming: start-up, the way from one job's handler to the next, jobs
 * per second with 24 instances in flight, and the heap after many instances. The process has ten service tasks.
 *
 * <p>Arguments: a JDBC URL, a user, how many instances for the heap.
 */
public final class EngineBench {

    private static final int TASKS = 10;
    private static final int IN_FLIGHT = 24;
    private static final int ROUND_TRIPS = 60;
    private static final int THROUGHPUT_INSTANCES = 600;

    private final CamundaClient client;
    private final Map<Long, Long> completedAt = new ConcurrentHashMap<>();
    private final List<Double> hops = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong jobs = new AtomicLong();

    private EngineBench(CamundaClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("engine-bench");
        String url = arguments.length > 0 ? arguments[0]
                : H2File.url(folder.resolve("engine"));
        String user = arguments.length > 1 ? arguments[1] : "sa";
        int many = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
        try (RunningEngine engine = RunningEngine.on(url, user, false)) {
            System.out.printf("start          %.1f s (new database)%n",
                    ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
            new EngineBench(engine.client()).run(many);
        }
        try (RunningEngine engine = RunningEngine.on(url, user, false)) {
            System.out.printf("instances      %d in history after a restart%n",
                    engine.client().newProcessInstanceSearchRequest().page(p -> p.limit(1)).send().join().page()
                            .totalItems());
        }
    }

    private void run(int many) throws Exception {
        AbstractFlowNodeBuilder<?, ?> flow = Bpmn.createExecutableProcess("bench").startEvent();
        for (int i = 0; i < TASKS; i++) {
            flow = flow.serviceTask("Task" + i, t -> t.zeebeJobType("bench"));
        }
        client.newDeployResourceCommand().addProcessModel(flow.endEvent().done(), "bench.bpmn").send().join();
        Semaphore slots = new Semaphore(IN_FLIGHT);
        try (JobWorker worker = client.newWorker().jobType("bench").handler((jobClient, job) -> {
            Long before = completedAt.get(job.getProcessInstanceKey());
            if (before != null) {
                hops.add((System.nanoTime() - before) / 1e6);
            }
            completedAt.put(job.getProcessInstanceKey(), System.nanoTime());
            jobs.incrementAndGet();
            jobClient.newCompleteCommand(job).variables(Map.of("n", job.getElementId())).send();
        }).streamEnabled(true).open()) {
            instances(30, slots);
            roundTrips("after 300 jobs");
            throughput("jobs per second", THROUGHPUT_INSTANCES, slots);
            throughput("jobs per second", many, slots);
            roundTrips("after all of them");
        }
        System.gc();
        System.out.printf("heap           %d MiB after %d instances%n",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20, many);
    }

    private void roundTrips(String when) {
        hops.clear();
        for (int i = 0; i < ROUND_TRIPS; i++) {
            instance();
        }
        System.out.printf("handler to next p50 %.1f ms, p95 %.1f ms (one instance at a time, %d hops, %s)%n",
                percentile(50), percentile(95), hops.size(), when);
    }

    private void throughput(String name, int count, Semaphore slots) throws InterruptedException {
        jobs.set(0);
        long start = System.nanoTime();
        instances(count, slots);
        System.out.printf("%s %.0f (%d instances in flight, %d instances)%n", name,
                jobs.get() / ((System.nanoTime() - start) / 1e9), IN_FLIGHT, count);
    }

    private void instances(int count, Semaphore slots) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            slots.acquire();
            client.newCreateInstanceCommand().bpmnProcessId("bench").latestVersion().withResult()
                    .requestTimeout(Duration.ofMinutes(2)).send().whenComplete((result, failure) -> {
                        if (failure != null) {
                            failure.printStackTrace();
                        }
                        slots.release();
                        ended.countDown();
                    });
        }
        ended.await();
    }

    private void instance() {
        client.newCreateInstanceCommand().bpmnProcessId("bench").latestVersion().withResult().send().join();
    }

    private double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(hops);
        Collections.sort(sorted);
        return sorted.get(sorted.size() * percent / 100);
    }
}
