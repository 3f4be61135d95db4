package lifeboat.src.attack;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;
import lifeboat.workers.migration.SessionMigration;

/** Attacks migrations, on one lab and one TCP session for each service, and judges them by what the lab shows. */
public final class Campaign implements AutoCloseable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(100);
    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(75);
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    private static final String BEFALLEN = "show befallen";

    private final PrintWriter out;
    private final int atOnce;
    private final Attack.Ground ground;
    private final Optional<Attack.Kind> only;
    private final LabProcess labProcess;
    private final Inventory inventory;
    private final DeviceSessions sessions;
    private final LabConsole lab;
    private final Oracle oracle;
    private final List<ControllerProcess> controllers;
    private final CamundaClient client;
    private final Migrations migrations;
    private final Map<Attack.Kind, Integer> counted = new EnumMap<>(Attack.Kind.class);
    private final List<Duration> wentOnAfter = new ArrayList<>();
    private int withoutEffect;
    private int violations;

    /**
     * @param labProcess which is ended with this campaign, also if this cannot be started
     * @param isLinux whether that is the Linux lab
     * @param folder for the controller's data and logs
     * @param atOnce how many migrations are under way at a time, each of another service
     * @param two whether two controllers work for one engine
     * @param only the one kind of attack to try; empty for all
     */
    public static Campaign start(LabProcess labProcess, boolean isLinux, Path folder, int atOnce,
            boolean two, Optional<Attack.Kind> only, PrintWriter out) throws Exception {
        try {
            return new Campaign(labProcess, isLinux ? Attack.Ground.LINUX : Attack.Ground.SIMULATED, folder, atOnce,
                    two, only, out);
        } catch (Exception e) {
            labProcess.close();
            throw e;
        }
    }

    private Campaign(LabProcess labProcess, Attack.Ground ground, Path folder, int atOnce, boolean two,
            Optional<Attack.Kind> only, PrintWriter out) throws Exception {
        this.out = out;
        this.only = only;
        this.ground = ground;
        this.atOnce = atOnce;
        this.labProcess = labProcess;
        DeviceDefinitions definitions = new DeviceDefinitions();
        inventory = new InventoryLoader(definitions).load(labProcess.inventory());
        sessions = new DeviceSessions(definitions, command -> { });
        lab = new LabConsole(sessions, inventory.devices().get("lab"));
        oracle = new Oracle(lab, inventory, new Devices(inventory, sessions));
        URI grpc = TrialSystem.freeAddress();
        URI rest = TrialSystem.freeAddress();
        controllers = new ArrayList<>(List.of(ControllerProcess.withEngine(labProcess.inventory(),
                folder.resolve("data"), grpc, rest)));
        if (two) {
            controllers.add(ControllerProcess.beside(labProcess.inventory(), folder.resolve("second"), grpc, rest));
        }
        client = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofSeconds(10)).build();
        migrations = new Migrations(client);
        for (ControllerProcess controller : controllers) {
            controller.start();
        }
        for (Service service : inventory.services().values()) {
            lab.order("user connect to " + service.process());
        }
    }

    /** @return whether nothing was violated */
    public boolean run(long firstSeed, int runs) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + runs; seed += atOnce) {
            round(seed, (int) Math.min(atOnce, firstSeed + runs - seed));
            out.flush();
        }
        out.printf("%d attacks that took hold (%s), %d without effect, %d violated a promise%n",
                counted.values().stream().mapToInt(Integer::intValue).sum(), counted, withoutEffect, violations);
        wentOnAfter.stream().max(Comparator.naturalOrder()).ifPresent(longest -> out.printf("a controller that was "
                + "killed went on within %d ms of being ready again, median %d ms%n", longest.toMillis(),
                wentOnAfter.stream().sorted().toList().get(wentOnAfter.size() / 2).toMillis()));
        return violations == 0;
    }

    /** One attack, and the migrations it is about, of which there may be more later: two of the same service. */
    private record Attempt(Attack attack, Set<Long> keys) {
    }

    private void round(long firstSeed, int number) throws Exception {
        long start = System.nanoTime();
        List<Attempt> attempts = attempts(firstSeed, number);
        Map<String, Integer> deaths = deaths();
        int befallen = lab.run(BEFALLEN).isEmpty() ? 0 : (int) lab.run(BEFALLEN).lines().count();
        Set<Attempt> tookHold = prepare(attempts);
        for (Attempt attempt : attempts) {
            attempt.keys().add(migrate(attempt.attack()));
        }
        tookHold.addAll(play(attempts));
        boolean endedAlone = ended(attempts, patience(firstSeed));
        List<String> lines = lab.run("%s since %d".formatted(BEFALLEN, befallen)).lines().toList();
        Map<String, Integer> deathsNow = deaths();
        attempts.stream().filter(attempt -> lines.stream().anyMatch(attempt.attack()::meant)
                || deathsNow.keySet().stream().anyMatch(pmc -> attempt.attack().kills(pmc)
                && deathsNow.get(pmc) > deaths.get(pmc))).forEach(tookHold::add);
        List.of("no faults", "heal", "start pmcs", "mend").forEach(this::order);
        List<String> wrong = new ArrayList<>();
        if (!endedAlone && !ended(attempts, ENDS_WITHIN)) {
            attempts.stream().filter(attempt -> !hasEnded(attempt)).forEach(attempt -> wrong.add(stuck(attempt)));
        }
        for (Attempt attempt : attempts) {
            wrong.addAll(attempt.attack().kind() == Attack.Kind.SITE_GONE ? afterTheDisaster(attempt)
                    : untrue(attempt));
        }
        wrong.addAll(awaitClean(attempts.stream().anyMatch(attempt -> attempt.attack().actsLate())));
        count(attempts, tookHold, (System.nanoTime() - start) / 1_000_000, wrong);
    }

    /** @return those for which something real is broken now; a fault takes hold when it befalls a line */
    private Set<Attempt> prepare(List<Attempt> attempts) throws SessionException {
        Set<Attempt> broken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Attempt attempt : attempts) {
            for (Attack.Order order : attempt.attack().orders()) {
                if (order.afterMillis() < 0 && !lab.run(order.line()).startsWith("error: ")
                        && attempt.attack().kind() == Attack.Kind.BREAKAGE) {
                    broken.add(attempt);
                }
            }
        }
        return broken;
    }

    /** How long what is broken stays so, if nothing ends before: sometimes longer than any deadline. */
    private static Duration patience(long seed) {
        Random random = new Random(seed);
        return Duration.ofSeconds(random.nextInt(5) == 0 ? 35 : 3 + random.nextInt(12));
    }

    private void count(List<Attempt> attempts, Set<Attempt> tookHold, long millis, List<String> wrong)
            throws SessionException {
        for (Attempt attempt : attempts) {
            boolean held = tookHold.contains(attempt);
            if (held) {
                counted.merge(attempt.attack().kind(), 1, Integer::sum);
            } else {
                withoutEffect++;
            }
            out.printf("%s -> %s, %.1f s%s%n", attempt.attack(), String.join(", ", attempt.keys().stream().map(key ->
                    found(key).map(m -> m.outcome().toString()).orElse("unknown")).toList()), millis / 1000.0,
                    held ? "" : " (without effect)");
        }
        wrong.forEach(line -> out.println("  VIOLATED: " + line));
        violations += wrong.isEmpty() ? 0 : 1;
        for (Attempt attempt : attempts) {
            String process = attempt.attack().move().service().process();
            if (!lab.userOf(process).isUnharmed()) {
                lab.order("user connect to " + process);
            }
        }
    }

    /** On services that are drawn from the first seed, each of which goes to another site. */
    private List<Attempt> attempts(long firstSeed, int number) throws SessionException {
        Random random = new Random(firstSeed);
        List<Service> services = new ArrayList<>(new TreeMap<>(inventory.services()).values());
        Collections.shuffle(services, random);
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Service service = services.get(i);
            Site source = oracle.site(service).orElseThrow(() -> new IllegalStateException(
                    "Service %s does not run at one site".formatted(service.name())));
            List<Site> others = new TreeMap<>(inventory.sites()).values().stream()
                    .filter(site -> !site.equals(source)).toList();
            Move move = new Move(service, source, others.get(random.nextInt(others.size())));
            attempts.add(new Attempt(Attack.of(firstSeed + i, move, ground, only), new LinkedHashSet<>()));
        }
        return attempts;
    }

    private long migrate(Attack attack) throws InterruptedException {
        return patiently(() -> client.newCreateInstanceCommand().bpmnProcessId(SessionMigration.PROCESS_ID)
                .latestVersion().variables(Map.of(SessionMigration.VARIABLE_SERVICE, attack.move().service().name(),
                        SessionMigration.VARIABLE_TARGET_SITE, attack.move().target().name(),
                        SessionMigration.VARIABLE_REASON, attack.toString(), SessionMigration.VARIABLE_LIGHT_PATH,
                        attack.lightPath(), SessionMigration.VARIABLE_STRATEGY, attack.strategy())).send().join()
                .getProcessInstanceKey());
    }

    /** @return in which of them something happened while the migration was under way */
    private Set<Attempt> play(List<Attempt> attempts) throws Exception {
        Set<Attempt> tookHold = Collections.newSetFromMap(new IdentityHashMap<>());
        long start = System.nanoTime();
        record Due(Attempt attempt, Attack.Order order) {
        }
        List<Due> all = attempts.stream().flatMap(attempt -> attempt.attack().orders().stream()
                .filter(order -> order.afterMillis() >= 0).map(order -> new Due(attempt, order)))
                .sorted(Comparator.comparingLong(due -> due.order().afterMillis())).toList();
        for (Due due : all) {
            TimeUnit.MILLISECONDS.sleep(due.order().afterMillis() - (System.nanoTime() - start) / 1_000_000);
            String line = due.order().line();
            boolean underWay = !hasEnded(due.attempt());
            if (carryOut(line, due.attempt()) && underWay) {
                tookHold.add(due.attempt());
            }
        }
        return tookHold;
    }

    /** @return whether that takes hold of a migration that is under way; what befalls a line is counted by itself */
    private boolean carryOut(String line, Attempt attempt) throws Exception {
        switch (line) {
            case Attack.ABORT -> patiently(() -> client.newPublishMessageCommand()
                    .messageName(SessionMigration.MESSAGE_ABORT_MIGRATION)
                    .correlationKey(String.valueOf(attempt.keys().iterator().next()))
                    .timeToLive(Duration.ofSeconds(20)).send().join());
            case Attack.KILL_CONTROLLER -> {
                long before = progress(attempt);
                ControllerProcess victim = controllers.get((int) (attempt.attack().seed() % controllers.size()));
                victim.kill();
                victim.start();
                noteHowSoonItGoesOn(attempt, before);
            }
            case Attack.MIGRATE -> attempt.keys().add(migrate(attempt.attack()));
            default -> {
                boolean done = !lab.run(line).startsWith("error: ");
                return done && ground == Attack.Ground.LINUX && line.matches("(cut|silence) .*")
                        || done && line.equals(Attack.DESTROY);
            }
        }
        return true;
    }

    /** How many of its elements have ended. */
    private long progress(Attempt attempt) {
        return attempt.keys().stream().mapToLong(key -> found(key).map(m -> m.steps().elements().stream()
                .filter(element -> element.end() != null).count()).orElse(0L)).sum();
    }

    /** From the moment at which the controller that was started again is ready. */
    private void noteHowSoonItGoesOn(Attempt attempt, long before) throws InterruptedException {
        long ready = System.nanoTime();
        while (!hasEnded(attempt) && progress(attempt) <= before) {
            if (System.nanoTime() - ready > GOES_ON_WITHIN.toNanos()) {
                out.println("  not going on yet: " + attempt.attack());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        wentOnAfter.add(Duration.ofNanos(System.nanoTime() - ready));
    }

    /** What the engine says must be so: where the last migration that did something says that it ended. */
    private List<String> untrue(Attempt attempt) throws SessionException {
        List<String> untrue = new ArrayList<>();
        Move move = attempt.attack().move();
        Optional<Site> site = oracle.site(move.service());
        for (long key : attempt.keys()) {
            Outcome outcome = found(key).map(Migration::outcome).orElse(Outcome.RUNNING);
            boolean atTarget = site.equals(Optional.of(move.target()));
            if (outcome == Outcome.MIGRATED && !atTarget
                    || outcome == Outcome.ROLLED_BACK && atTarget && attempt.keys().size() == 1
                    || outcome == Outcome.SITE_LOST) {
                untrue.add("the report says %s, and %s runs at %s".formatted(outcome, move,
                        site.map(Site::name).orElse("no one site")));
            }
        }
        return untrue;
    }

    /** The service runs at the backup site, its users unharmed, or it is lost and the report says so. */
    private List<String> afterTheDisaster(Attempt attempt) throws Exception {
        Move move = attempt.attack().move();
        boolean saved = oracle.site(move.service()).equals(Optional.of(move.target()));
        Outcome outcome = found(attempt.keys().iterator().next()).map(Migration::outcome).orElse(Outcome.RUNNING);
        List<String> wrong = new ArrayList<>();
        if (saved != (outcome == Outcome.MIGRATED) || !saved && outcome != Outcome.SITE_LOST
                && outcome != Outcome.REFUSED) {
            wrong.add("the main site is gone, %s was %ssaved, and the report says %s".formatted(move,
                    saved ? "" : "not ", outcome));
        }
        lab.order("rebuild main site");
        if (!saved) {
            lab.order("user connect to " + move.service().process());
        }
        return wrong;
    }

    private String stuck(Attempt attempt) {
        return "stuck: " + attempt.keys().stream().map(key -> found(key).map(m -> "%s, incidents %s, active %s"
                .formatted(attempt.attack().move(), m.incidents().stream()
                        .map(incident -> incident.getErrorMessage()).toList(), m.steps().elements().stream()
                        .filter(e -> e.end() == null).map(e -> e.id()).toList())).orElse("unknown")).toList();
    }

    /** Late commands are put right by the second look, what is left then a minute later; nobody lends a hand. */
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

    private boolean ended(List<Attempt> attempts, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!attempts.stream().allMatch(this::hasEnded)) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private boolean hasEnded(Attempt attempt) {
        return attempt.keys().stream().allMatch(key -> found(key).filter(m -> m.end() != null).isPresent());
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

    private Map<String, Integer> deaths() throws SessionException {
        return lab.run("show deaths").lines().map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> Integer.parseInt(words[1])));
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
        for (ControllerProcess controller : controllers) {
            controller.close();
        }
        labProcess.close();
    }
}
