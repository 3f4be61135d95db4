package lifeboat.src.attack;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.SessionException;
import lifeboat.src.demo.LabConsole;
import lifeboat.src.demo.LabProcess;
import lifeboat.src.demo.TrialSystem;
import lifeboat.src.inventory.InventoryLoader;
import lifeboat.src.status.Migrations;
import lifeboat.src.status.Migrations.Migration;
import lifeboat.src.status.Migrations.Outcome;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.migration.SessionMigration;

/** Attacks migrations one after the other, on one lab and one TCP session, and judges each by what the lab shows. */
public final class Campaign implements AutoCloseable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(100);
    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(40);
    private static final long LOOK_MILLIS = 100;

    private final PrintWriter out;
    private final LabProcess labProcess;
    private final Inventory inventory;
    private final DeviceSessions sessions;
    private final LabConsole lab;
    private final Oracle oracle;
    private final ControllerProcess controller;
    private final CamundaClient client;
    private final Migrations migrations;
    private final Map<Attack.Kind, Integer> counted = new EnumMap<>(Attack.Kind.class);
    private int withoutEffect;
    private int violations;

    /** @param folder for the lab, the controller's data and logs */
    public Campaign(Path folder, double scale, PrintWriter out) throws Exception {
        this.out = out;
        labProcess = LabProcess.start(folder.resolve("lab"), scale);
        DeviceDefinitions definitions = new DeviceDefinitions();
        inventory = new InventoryLoader(definitions).load(labProcess.inventory());
        sessions = new DeviceSessions(definitions, command -> { });
        lab = new LabConsole(sessions, inventory.devices().get("lab"));
        oracle = new Oracle(lab, inventory.devices());
        URI grpc = TrialSystem.freeAddress();
        URI rest = TrialSystem.freeAddress();
        controller = new ControllerProcess(labProcess.inventory(), folder, grpc, rest);
        client = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofSeconds(10)).build();
        migrations = new Migrations(client);
        controller.start();
        lab.connectUsers(1);
    }

    /** @return whether nothing was violated */
    public boolean run(long firstSeed, int runs) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
            Attack attack = Attack.of(seed, oracle.site().equals("backup"));
            List<String> wrong = run(attack);
            wrong.forEach(line -> out.println("  VIOLATED: " + line));
            violations += wrong.isEmpty() ? 0 : 1;
            out.flush();
        }
        out.printf("%d attacks that took hold (%s), %d without effect, %d violated a promise%n",
                counted.values().stream().mapToInt(Integer::intValue).sum(), counted, withoutEffect, violations);
        return violations == 0;
    }

    private List<String> run(Attack attack) throws Exception {
        long start = System.nanoTime();
        String source = oracle.site();
        String target = source.equals("main") ? "backup" : "main";
        int befallen = count("deaths") + count("befallen");
        lab.userRestarting();
        for (Attack.Order order : attack.orders()) {
            if (order.afterMillis() < 0) {
                lab.order(order.line());
            }
        }
        Set<Long> keys = new HashSet<>(Set.of(migrate(attack, target)));
        boolean tookHold = play(attack, keys, target);
        boolean endedAlone = ended(keys, Duration.ofSeconds(35));
        tookHold |= count("deaths") + count("befallen") > befallen;
        List.of("no faults", "heal", "start pmcs").forEach(this::order);
        List<String> wrong = new ArrayList<>();
        if (!endedAlone && !ended(keys, ENDS_WITHIN)) {
            keys.forEach(key -> wrong.add("stuck: " + found(key).map(m -> "incidents %s, active %s".formatted(
                    m.incidents().stream().map(incident -> incident.getErrorMessage()).toList(),
                    m.steps().elements().stream().filter(e -> e.end() == null).map(e -> e.id()).toList()))
                    .orElse("unknown")));
        }
        wrong.addAll(untrue(keys, target));
        List<String> unclean = awaitClean(attack.actsLate());
        wrong.addAll(unclean);
        long millis = (System.nanoTime() - start) / 1_000_000;
        String outcomes = String.join(", ", keys.stream().map(key -> found(key).map(m -> m.outcome().toString())
                .orElse("unknown")).toList());
        if (tookHold) {
            counted.merge(attack.kind(), 1, Integer::sum);
        } else {
            withoutEffect++;
        }
        out.printf("%s -> %s, %.1f s%s%n", attack, outcomes, millis / 1000.0, tookHold ? "" : " (without effect)");
        return wrong;
    }

    private long migrate(Attack attack, String target) throws InterruptedException {
        return patiently(() -> client.newCreateInstanceCommand().bpmnProcessId(SessionMigration.PROCESS_ID)
                .latestVersion().variables(Map.of(SessionMigration.VARIABLE_SERVICE, "video",
                        SessionMigration.VARIABLE_TARGET_SITE, target, SessionMigration.VARIABLE_REASON,
                        attack.toString(), SessionMigration.VARIABLE_LIGHT_PATH, attack.lightPath(),
                        SessionMigration.VARIABLE_STRATEGY, attack.strategy())).send().join()
                .getProcessInstanceKey());
    }

    /** @return whether something of it happened while the migration was under way */
    private boolean play(Attack attack, Set<Long> keys, String target) throws Exception {
        boolean tookHold = false;
        long start = System.nanoTime();
        for (Attack.Order order : attack.orders()) {
            if (order.afterMillis() >= 0) {
                TimeUnit.MILLISECONDS.sleep(order.afterMillis() - (System.nanoTime() - start) / 1_000_000);
                tookHold |= List.of(Attack.ABORT, Attack.KILL_CONTROLLER, Attack.MIGRATE).contains(order.line())
                        && !ended(keys, Duration.ZERO);
                carryOut(order.line(), attack, keys, target);
            }
        }
        return tookHold;
    }

    private void carryOut(String line, Attack attack, Set<Long> keys, String target) throws Exception {
        switch (line) {
            case Attack.ABORT -> client.newPublishMessageCommand().messageName(SessionMigration.MESSAGE_ABORT_MIGRATION)
                    .correlationKey(String.valueOf(keys.iterator().next())).timeToLive(Duration.ofSeconds(20)).send()
                    .join();
            case Attack.KILL_CONTROLLER -> {
                controller.kill();
                controller.start();
            }
            case Attack.MIGRATE -> keys.add(migrate(attack, target));
            default -> lab.order(line);
        }
    }

    /** What the engine says must be so: where the last migration that did something says that it ended. */
    private List<String> untrue(Set<Long> keys, String target) throws SessionException {
        List<String> untrue = new ArrayList<>();
        String site = oracle.site();
        for (long key : keys) {
            Outcome outcome = found(key).map(Migration::outcome).orElse(Outcome.RUNNING);
            if (outcome == Outcome.MIGRATED && !site.equals(target)
                    || outcome == Outcome.ROLLED_BACK && site.equals(target) && keys.size() == 1
                    || outcome == Outcome.SITE_LOST) {
                untrue.add("the report says %s, and it runs %s".formatted(outcome, site));
            }
        }
        return untrue;
    }

    /** Late commands are put right by the second look; nobody else lends a hand. */
    private List<String> awaitClean(boolean actsLate) throws Exception {
        long end = System.nanoTime() + CLEAN_WITHIN.toNanos();
        List<String> wrong = oracle.wrong();
        while ((!wrong.isEmpty() || actsLate && looksAgain()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            wrong = oracle.wrong();
        }
        return wrong;
    }

    private boolean looksAgain() throws InterruptedException {
        return patiently(() -> !client.newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId(SessionMigration.LEFTOVER_PROCESS_ID).state(ProcessInstanceState.ACTIVE)).send()
                .join().items().isEmpty());
    }

    private boolean ended(Set<Long> keys, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        do {
            if (keys.stream().allMatch(key -> found(key).filter(m -> m.end() != null).isPresent())) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(within.isZero() ? 0 : LOOK_MILLIS);
        } while (System.nanoTime() < end);
        return false;
    }

    private Optional<Migration> found(long key) {
        try {
            return patiently(() -> migrations.find(key));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A question to the engine, which may just be starting again. */
    private static <T> T patiently(Supplier<T> question) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                return question.get();
            } catch (ClientException e) {
                if (attempt == 100) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private int count(String what) throws SessionException {
        return Integer.parseInt(lab.run("show " + what).strip());
    }

    private void order(String line) {
        try {
            lab.order(line);
        } catch (SessionException e) {
            throw new IllegalStateException("The lab's console does not answer", e);
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
        sessions.close();
        controller.close();
        labProcess.close();
    }
}
