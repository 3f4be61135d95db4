package lifeboat.trial.attack;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.app.inventory.InventoryLoader;
import lifeboat.app.status.Migrations;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.LabProcess;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;

/** Attacks migrations, on one lab and one TCP session for each service, and judges them by what the lab shows. */
public final class Campaign implements AutoCloseable {

    private static final Duration SERVED_AFTER = Duration.ofSeconds(1);
    private static final Duration TO_RECOVER = Duration.ofSeconds(3);
    /** A site that is silent counts as lost after 45 s; what was tried before takes as long on a slow machine. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(180);
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
    private final AttackedMigrations migrations;
    private final Optional<SmallDisk> disk;
    private final Optional<SetClock> clock;
    private final Judge judge;
    private final List<String> notServed = new ArrayList<>();
    private final Tally tally;

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
        lab = new LabConsole(sessions, labProcess.console());
        oracle = new Oracle(lab, inventory, new Devices(inventory, sessions));
        disk = is(Attack.Kind.DISK_FULL) ? Optional.of(new SmallDisk(folder.resolve("disk"))) : Optional.empty();
        clock = is(Attack.Kind.CLOCK_JUMP) ? Optional.of(new SetClock(folder.resolve("clock"))) : Optional.empty();
        URI grpc = LoopbackAddress.free();
        URI rest = LoopbackAddress.free();
        controllers = new ArrayList<>(List.of(ControllerProcess.withEngine(labProcess.inventory(),
                disk.map(SmallDisk::folder).orElse(folder).resolve("data"), grpc, rest,
                clock.map(SetClock::environment).orElse(Map.of()))));
        if (two) {
            controllers.add(ControllerProcess.beside(labProcess.inventory(), folder.resolve("second"), grpc, rest));
        }
        migrations = new AttackedMigrations(grpc, rest);
        judge = new Judge(oracle, migrations);
        tally = new Tally(out, migrations);
        for (ControllerProcess controller : controllers) {
            controller.start();
        }
        for (Service service : inventory.services().values()) {
            lab.order("user connect to " + service.process());
        }
    }

    private boolean is(Attack.Kind kind) {
        return only.equals(Optional.of(kind));
    }

    /** @return whether nothing was violated */
    public boolean run(long firstSeed, int runs) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + runs; seed += atOnce) {
            round(seed, (int) Math.min(atOnce, firstSeed + runs - seed));
        }
        return tally.sumUp();
    }

    private void round(long firstSeed, int number) throws Exception {
        long start = System.nanoTime();
        List<AttackCase> attempts = attempts(firstSeed, number);
        bringToTheirSources(attempts);
        notServed.clear();
        Map<String, Integer> deaths = deaths();
        long befallen = lab.run(BEFALLEN).lines().count();
        Set<AttackCase> tookHold = prepare(attempts);
        for (AttackCase attempt : attempts) {
            lab.userRestarting(attempt.attack().move().service().process());
            migrations.start(attempt);
        }
        tookHold.addAll(play(attempts));
        boolean endedAlone = migrations.ended(attempts, patience(firstSeed));
        List<String> lines = lab.run("%s since %d".formatted(BEFALLEN, befallen)).lines().toList();
        Map<String, Integer> deathsNow = deaths();
        attempts.stream().filter(attempt -> lines.stream().anyMatch(attempt.attack()::meant)
                || deathsNow.keySet().stream().anyMatch(pmc -> attempt.attack().kills(pmc)
                && deathsNow.get(pmc) > deaths.get(pmc))).forEach(tookHold::add);
        List.of("no faults", "heal", "start pmcs", "mend").forEach(this::order);
        List<String> wrong = new ArrayList<>();
        if (!endedAlone && !migrations.ended(attempts, ENDS_WITHIN)) {
            attempts.stream().filter(attempt -> !migrations.hasEnded(attempt)).map(migrations::stuck)
                    .forEach(wrong::add);
        }
        wrong.addAll(notServed);
        for (AttackCase attempt : attempts) {
            wrong.addAll(judge.untrue(attempt));
            if (attempt.attack().leavesUsersServed()) {
                waitedTooLong(attempt).ifPresent(wrong::add);
            }
        }
        rebuild(attempts);
        wrong.addAll(judge.awaitClean(attempts.stream().anyMatch(attempt -> attempt.attack().actsLate())));
        tally.count(attempts, tookHold, Duration.ofNanos(System.nanoTime() - start), wrong);
        reconnectUsers();
    }

    /** @return those for which something real is broken now; a fault takes hold when it befalls a line */
    private Set<AttackCase> prepare(List<AttackCase> attempts) throws SessionException {
        Set<AttackCase> broken = new HashSet<>();
        for (AttackCase attempt : attempts) {
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

    /** Where a server has lost what it had, its users come back as new ones. */
    private void rebuild(List<AttackCase> attempts) throws Exception {
        if (attempts.stream().anyMatch(attempt -> attempt.attack().kind() == Attack.Kind.SITE_GONE)) {
            lab.order("rebuild main site");
        }
        for (AttackCase attempt : attempts) {
            Move move = attempt.attack().move();
            boolean isMigrated = migrations.outcome(attempt.keys().iterator()
                    .next()) == Migrations.MigrationState.MIGRATED;
            if (attempt.attack().kind() == Attack.Kind.SITE_GONE && !isMigrated
                    || attempt.attack().losesMemory(move.source())
                    || attempt.attack().losesMemory(move.target()) && isMigrated) {
                awaitService(move.service());
                lab.order("user connect to " + move.service().process());
            }
        }
    }

    private void awaitService(Service service) throws Exception {
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (oracle.site(service).isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Each attack is judged by itself: those who were harmed come back as new ones. */
    private void reconnectUsers() throws SessionException {
        for (Service service : inventory.services().values()) {
            if (!lab.userOf(service.process()).isUnharmed()) {
                lab.order("user connect to " + service.process());
            }
        }
    }

    /** The PMCs settle it between themselves a second after the deadline; connections recover a little later. */
    private Optional<String> waitedTooLong(AttackCase attempt) throws SessionException {
        Duration waited = lab.userOf(attempt.attack().move().service().process()).longestPause();
        Duration limit = migrations.freezeLimit(attempt).plus(SERVED_AFTER).plus(TO_RECOVER);
        return waited.compareTo(limit) <= 0 ? Optional.empty() : Optional.of("the user of %s waited for %d ms"
                .formatted(attempt.attack().move().service().name(), waited.toMillis()));
    }

    /** So that a seed means the same migration wherever an earlier one has left the service. */
    private void bringToTheirSources(List<AttackCase> attempts) throws Exception {
        List<AttackCase> moves = new ArrayList<>();
        for (AttackCase attempt : attempts) {
            Move move = attempt.attack().move();
            Site now = oracle.site(move.service()).orElseThrow(() -> new IllegalStateException(
                    "Service %s does not run at one site".formatted(move.service().name())));
            if (!now.equals(move.source())) {
                moves.add(new AttackCase(Attack.none(attempt.attack().seed(),
                        new Move(move.service(), now, move.source()))));
            }
        }
        for (AttackCase move : moves) {
            migrations.start(move);
        }
        if (!migrations.ended(moves, ENDS_WITHIN)) {
            throw new IllegalStateException("A migration that nothing befell does not end");
        }
        List<String> wrong = moves.isEmpty() ? List.of() : judge.awaitClean(false);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("After a migration that nothing befell: " + wrong);
        }
    }

    /** On services that are drawn from the first seed, each of which goes to another site. */
    private List<AttackCase> attempts(long firstSeed, int number) {
        Random random = new Random(firstSeed);
        List<Service> services = new ArrayList<>(new TreeMap<>(inventory.services()).values());
        Collections.shuffle(services, random);
        List<AttackCase> attempts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Service service = services.get(i);
            List<Site> sites = new ArrayList<>(new TreeMap<>(inventory.sites()).values());
            Collections.reverse(sites);
            Site source = sites.get((int) Math.floorMod(firstSeed + i, (long) sites.size()));
            List<Site> others = new TreeMap<>(inventory.sites()).values().stream()
                    .filter(site -> !site.equals(source)).toList();
            Move move = new Move(service, source, others.get(random.nextInt(others.size())));
            attempts.add(new AttackCase(Attack.of(firstSeed + i, move, ground, only)));
        }
        return attempts;
    }

    /** @return in which of them something happened while the migration was under way */
    private Set<AttackCase> play(List<AttackCase> attempts) throws Exception {
        Set<AttackCase> tookHold = new HashSet<>();
        long start = System.nanoTime();
        record Due(AttackCase attempt, Attack.Order order) {
        }
        List<Due> all = attempts.stream().flatMap(attempt -> attempt.attack().orders().stream()
                .filter(order -> order.afterMillis() >= 0).map(order -> new Due(attempt, order)))
                .sorted(Comparator.comparingLong(due -> due.order().afterMillis())).toList();
        for (Due due : all) {
            TimeUnit.MILLISECONDS.sleep(due.order().afterMillis() - (System.nanoTime() - start) / 1_000_000);
            String line = due.order().line();
            boolean underWay = line.equals(Attack.FREE_DISK) || !migrations.hasEnded(due.attempt());
            if (carryOut(line, due.attempt()) && underWay) {
                tookHold.add(due.attempt());
            }
        }
        return tookHold;
    }

    /** @return whether that takes hold of a migration that is under way; what befalls a line is counted by itself */
    private boolean carryOut(String line, AttackCase attempt) throws Exception {
        switch (line) {
            case Attack.ABORT -> migrations.abort(attempt);
            case Attack.KILL_CONTROLLER -> {
                long before = migrations.progress(attempt);
                ControllerProcess victim = controllers.get((int) (attempt.attack().seed() % controllers.size()));
                victim.kill();
                victim.start();
                noteHowSoonItGoesOn(attempt, before, System.nanoTime());
            }
            case Attack.LOSE_CONTROLLER -> loseController(attempt);
            case Attack.MIGRATE -> migrations.start(attempt);
            case Attack.CANCEL -> migrations.cancel(attempt);
            case Attack.FILL_DISK -> disk.orElseThrow().fill();
            case Attack.FREE_DISK -> {
                disk.orElseThrow().free();
                long free = System.nanoTime();
                noteHowSoonItGoesOn(attempt, migrations.progress(attempt), free);
            }
            default -> {
                if (line.startsWith(Attack.SET_CLOCK)) {
                    clock.orElseThrow().set(Long.parseLong(line.substring(Attack.SET_CLOCK.length())));
                    return true;
                }
                boolean done = !lab.run(line).startsWith("error: ");
                return done && ground == Attack.Ground.LINUX && line.matches("(cut|silence) .*")
                        || done && (line.equals(Attack.DESTROY) || line.startsWith(Attack.REBOOT));
            }
        }
        return true;
    }

    /** Nobody starts it again before the PMCs must have settled the migration between themselves. */
    private void loseController(AttackCase attempt) throws Exception {
        String process = attempt.attack().move().service().process();
        Duration settled = migrations.freezeLimit(attempt).plus(SERVED_AFTER);
        for (ControllerProcess controller : controllers) {
            controller.kill();
        }
        TimeUnit.MILLISECONDS.sleep(settled.plus(TO_RECOVER).toMillis());
        long before = lab.userOf(process).bytes();
        TimeUnit.MILLISECONDS.sleep(TO_RECOVER.toMillis());
        if (lab.userOf(process).bytes() == before) {
            notServed.add("the user of %s is not served %d ms after the controller was lost".formatted(
                    attempt.attack().move().service().name(), settled.plus(TO_RECOVER).toMillis()));
        }
        for (ControllerProcess controller : controllers) {
            controller.start();
        }
    }

    /** @param ready when the controller that was started again was, or when its disk had space again */
    private void noteHowSoonItGoesOn(AttackCase attempt, long before, long ready) throws InterruptedException {
        while (!migrations.hasEnded(attempt) && migrations.progress(attempt) <= before) {
            if (System.nanoTime() - ready > GOES_ON_WITHIN.toNanos()) {
                out.println("  not going on yet: " + attempt.attack());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        tally.wentOn(Duration.ofNanos(System.nanoTime() - ready));
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
        migrations.close();
        sessions.close();
        for (ControllerProcess controller : controllers) {
            controller.close();
        }
        labProcess.close();
        if (disk.isPresent()) {
            disk.get().close();
        }
    }
}
