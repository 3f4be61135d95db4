package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lifeboat.pmc.CopyRecord;
import lifeboat.workers.migration.SimulatedMigration.Interrupted;
import lifeboat.workers.migration.SimulatedWorld.Befalling;
import lifeboat.workers.migration.SimulatedWorld.Fault;

/** An attack on a migration on the simulated clock, all of it drawn from its seed. */
final class SimulatedAttack {

    enum Kind {
        FAULT, CUT, PMC_DEATH, CONTROLLER_DEATH, ABORT, CANCEL, TWO_AT_ONCE, FAULT_AND_PMC_DEATH,
        FAULT_AND_CONTROLLER_DEATH, REBOOT, SITE_GONE, SEVERAL
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int MOST_COMMANDS = 110;
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(6);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int LOOKS = 6;
    private static final List<String> ACTIONS = List.of("save", "freeze", "thaw", "send", "sendFirst", "resume",
            "discard", "claim", "release", "look");
    private static final List<String> PMC_OPERATIONS = List.of("reserve", "reserve_vlan", "prepare", "give_back",
            "status", "discard", "send_first", "freeze", "send", "receive", "expect_users", "resume", "release",
            "claim", "fence", "thaw", "image_key", "give_up", "adopt");

    private final long seed;
    private final Random random;
    final Kind kind;
    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedMigration migration;
    private final String strategy;
    private final boolean lightPath;
    private final List<String> what = new ArrayList<>();
    private SimulatedMigration second;
    private boolean maySessionsBeLost;
    private boolean usersWereExpected;
    private boolean siteGone;
    private boolean imageArrived;
    private int commands;

    SimulatedAttack(long seed) {
        this.seed = seed;
        this.random = new Random(seed * GOLDEN);
        this.kind = Kind.values()[random.nextInt(Kind.values().length)];
        this.strategy = random.nextBoolean() ? "stop-and-copy" : "pre-copy";
        this.lightPath = random.nextInt(5) > 0;
        this.migration = new SimulatedMigration(world, seed, "backup", strategy, lightPath);
    }

    boolean tookHold() {
        return world.tookHold;
    }

    @Override
    public String toString() {
        return "seed %d, %s, %s%s: %s".formatted(seed, kind, strategy, lightPath ? "" : " without a light path",
                String.join("; ", what));
    }

    /** @return what broke a promise */
    List<String> run() {
        List<Happening> happenings = new ArrayList<>();
        switch (kind) {
            case FAULT -> fault();
            case CUT -> cut(happenings);
            case PMC_DEATH -> death(happenings);
            case CONTROLLER_DEATH -> interrupt(happenings, Interrupted.By.DEATH);
            case ABORT -> interrupt(happenings, Interrupted.By.ABORT);
            case CANCEL -> interrupt(happenings, Interrupted.By.CANCEL);
            case TWO_AT_ONCE -> happenings.add(new Happening("another migration", this::another));
            case FAULT_AND_PMC_DEATH -> {
                fault();
                death(happenings);
            }
            case FAULT_AND_CONTROLLER_DEATH -> {
                fault();
                interrupt(happenings, Interrupted.By.DEATH);
            }
            case REBOOT -> reboot(happenings);
            case SITE_GONE -> happenings.add(new Happening("the main site is gone", () -> {
                siteGone = true;
                imageArrived = world.servers.get("pmc2").hasImage();
                world.servers.get("pmc1").destroy();
                List.of("pmc1", "l2sw1", "cp1").forEach(device -> world.cut(device, random.nextBoolean()));
            }));
            case SEVERAL -> {
                fault();
                cut(happenings);
                death(happenings);
                interrupt(happenings, random.nextBoolean() ? Interrupted.By.DEATH : Interrupted.By.ABORT);
            }
        }
        Duration patience = Duration.ofSeconds(random.nextInt(5) == 0 ? 90 : 3 + random.nextInt(20));
        world.time.after(patience, this::heal);
        Duration restart = random.nextInt(3) == 0 ? Duration.ofSeconds(20 + random.nextInt(40))
                : Duration.ofMillis(500 + random.nextInt(4000));
        world.time.pass(AT_REST);
        world.beforeCommand(() -> next(happenings));
        migration.run(restart);
        world.beforeCommand(() -> { });
        List<String> wrong = new ArrayList<>(untrue());
        wrong.addAll(waitedTooLong());
        heal();
        wrong.addAll(atRest());
        return wrong;
    }

    /** Something that happens before a command that is drawn. */
    private final class Happening {

        private final int before = random.nextInt(MOST_COMMANDS);
        private final Runnable doing;

        Happening(String name, Runnable doing) {
            this.doing = doing;
            what.add("%s at command %d".formatted(name, before));
        }
    }

    private void next(List<Happening> happenings) {
        int command = commands++;
        if (migration.isDeadlinePast()) {
            throw new Interrupted(Interrupted.By.DEADLINE);
        }
        for (Happening happening : happenings) {
            if (happening.before == command) {
                world.tookHold = true;
                happening.doing.run();
                world.look();
            }
        }
    }

    private void interrupt(List<Happening> happenings, Interrupted.By by) {
        happenings.add(new Happening(by.toString(), () -> {
            usersWereExpected = world.servers.values().stream()
                    .anyMatch(server -> server.record().filter(CopyRecord::usersComing).isPresent());
            throw new Interrupted(by);
        }));
    }

    private void fault() {
        String device = List.of("pmc1", "pmc2", "pmc1", "pmc2", "l2sw1", "l2sw2", "cp1", SimulatedWorld.NAGW)
                .get(random.nextInt(8));
        List<String> operations = device.startsWith("pmc") ? PMC_OPERATIONS : device.startsWith("l2sw")
                ? List.of("find_vlan", "create_vlan", "delete_vlan") : device.startsWith("cp")
                ? List.of("find_light_path", "create_light_path", "delete_light_path")
                : List.of("find_user_vlan", "set_user_vlan");
        Befalling befalling = new Befalling(device, operations.get(random.nextInt(operations.size())),
                Fault.values()[random.nextInt(Fault.values().length)], random.nextInt(4) > 0);
        what.add(befalling.toString());
        world.befall(befalling);
    }

    private void cut(List<Happening> happenings) {
        List<String> devices = List.of(List.of("pmc1", "l2sw1", "cp1"), List.of("pmc2", "l2sw2", "cp2"),
                List.of("pmc1"), List.of("pmc2"), List.of(SimulatedWorld.NAGW),
                List.of("pmc1", "pmc2", SimulatedWorld.NAGW)).get(random.nextInt(6));
        boolean silently = random.nextBoolean();
        boolean peersToo = random.nextInt(3) == 0;
        Duration duration = Duration.ofMillis(200 + random.nextInt(20_000));
        happenings.add(new Happening("%s %s%s for %s".formatted(silently ? "silence" : "cut", devices,
                peersToo ? " and between the servers" : "", duration), () -> {
            devices.forEach(device -> world.cut(device, silently));
            if (peersToo) {
                world.cut(SimulatedWorld.PEERS, false);
            }
            world.time.after(duration, this::heal);
        }));
    }

    private void death(List<Happening> happenings) {
        SimulatedServer server = world.servers.get(random.nextBoolean() ? "pmc1" : "pmc2");
        Duration gone = Duration.ofMillis(500 + random.nextInt(8000));
        Runnable noted = () -> {
            world.tookHold = true;
            world.time.after(gone, server::start);
        };
        if (random.nextInt(4) == 0) {
            happenings.add(new Happening("death of " + server.name, () -> {
                server.kill();
                noted.run();
            }));
        } else {
            String moment = (random.nextBoolean() ? "before " : "after ") + ACTIONS.get(random.nextInt(ACTIONS.size()));
            what.add("%s's PMC dies %s, for %s".formatted(server.name, moment, gone));
            server.dieAt(moment, noted);
        }
    }

    private void reboot(List<Happening> happenings) {
        SimulatedServer server = world.servers.get(random.nextBoolean() ? "pmc1" : "pmc2");
        happenings.add(new Happening("reboot of " + server.name, () -> {
            maySessionsBeLost = server.running.isPresent() || server.frozen.isPresent();
            server.reboot();
        }));
    }

    private void another() {
        second = new SimulatedMigration(world, seed + 1_000_000_000L, random.nextBoolean() ? "backup" : "main",
                strategy, lightPath);
        world.beforeCommand(() -> { });
        second.run(Duration.ZERO);
        world.beforeCommand(() -> {
            if (migration.isDeadlinePast()) {
                throw new Interrupted(Interrupted.By.DEADLINE);
            }
        });
    }

    private void heal() {
        world.heal();
        world.servers.values().stream().filter(server -> !server.gone).forEach(SimulatedServer::start);
        if (siteGone) {
            List.of("pmc1", "l2sw1", "cp1").forEach(device -> world.cut(device, false));
        }
    }

    /**
     * With nobody but the PMCs: unless the controller died between expecting the users and moving them, which nobody
     * else does.
     */
    private List<String> waitedTooLong() {
        Duration limit = migration.freezeTimeout().orElse(Duration.ZERO).plus(SETTLED_WITHIN);
        return kind == Kind.CONTROLLER_DEATH && !usersWereExpected && world.longestWait().compareTo(limit) > 0
                ? List.of("the users waited for %s; %s".formatted(world.longestWait(), world.describe())) : List.of();
    }

    /** The report says where the process runs. */
    private List<String> untrue() {
        SimulatedServer main = world.servers.get("pmc1");
        SimulatedServer backup = world.servers.get("pmc2");
        boolean untrue = switch (migration.outcome()) {
            case "migrated" -> backup.running.isEmpty();
            case "rolled-back" -> main.running.isEmpty();
            case "site-lost" -> backup.running.isPresent();
            case "does not run" -> world.runsAnywhere() && kind != Kind.REBOOT;
            default -> false;
        };
        boolean justRebooted = kind == Kind.REBOOT && !world.runsAnywhere();
        return untrue && second == null && !justRebooted ? List.of("the report says %s, but %s".formatted(
                migration.outcome(), world.describe())) : List.of();
    }

    private List<String> atRest() {
        List<String> left = List.of();
        for (int look = 0; look < LOOKS; look++) {
            world.time.pass(look == 0 ? LOOK_AGAIN : A_MINUTE);
            left = new ArrayList<>(migration.lookAgain());
            if (second != null) {
                left.addAll(second.lookAgain());
            }
            if (left.isEmpty()) {
                break;
            }
        }
        if (siteGone && world.servers.get("pmc2").running.isEmpty()) {
            boolean isRemoved = imageArrived && migration.outcome().equals("site-lost")
                    && !world.servers.get("pmc2").hasImage();
            return isRemoved ? List.of("the last image was removed; " + world.describe()) : world.violations();
        }
        List<String> wrong = new ArrayList<>(world.wrong(maySessionsBeLost));
        if (siteGone) {
            wrong.removeIf(line -> line.startsWith("a VLAN is left") || line.startsWith("a light path is left"));
        } else if (!left.isEmpty()) {
            wrong.add("left: " + left);
        }
        return wrong.isEmpty() ? wrong : List.of("%s; it ended as %s; %s".formatted(String.join(", ", wrong),
                migration.outcome(), world.describe()));
    }
}
