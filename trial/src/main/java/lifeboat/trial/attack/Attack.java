package lifeboat.trial.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.workers.inventory.Site;

/**
 * One attack on one migration, all of it drawn from its seed.
 *
 * @param move the migration that is attacked
 * @param orders what happens to the lab, and when
 * @param strategy by which the migration goes
 */
public record Attack(long seed, Move move, Kind kind, List<Order> orders, String strategy, boolean lightPath) {

    /**
     * What is attacked. The last six are tried only when they are asked for: one takes long, after two of them a server
     * has lost what it had, two need a machine that lets a controller's disk be filled and its clock be set, and the
     * last one breaks a promise, since a CRIU that is killed while it writes a process down can harm it.
     */
    public enum Kind {
        FAULT, CUT, PMC_DEATH, CONTROLLER_DEATH, ABORT, CANCEL, TWO_AT_ONCE, FAULT_AND_PMC_DEATH, CRIU_DEATH, BREAKAGE,
        CONTROLLER_GONE, SITE_GONE, REBOOT, DISK_FULL, CLOCK_JUMP, CRIU_DEATH_AT_SOURCE
    }

    /** Where: in either each line can be befallen by a fault, and what is real is broken as it breaks. */
    enum Ground {
        SIMULATED(450, List.of("vlan", "interface", "no vlan"), "user-group", Kind.FAULT, Kind.CUT, Kind.PMC_DEATH,
                Kind.CONTROLLER_DEATH, Kind.ABORT, Kind.CANCEL, Kind.TWO_AT_ONCE, Kind.FAULT_AND_PMC_DEATH),
        LINUX(1300, List.of("ovs-vsctl get port l1", "ovs-vsctl --timeout=2 wait-until port l1 external_ids={}",
                "ovs-vsctl --timeout=2 wait-until port l1 external_ids:"), "ovs-vsctl set port", Kind.FAULT, Kind.CUT,
                Kind.PMC_DEATH, Kind.CONTROLLER_DEATH, Kind.ABORT, Kind.CANCEL, Kind.TWO_AT_ONCE,
                Kind.FAULT_AND_PMC_DEATH, Kind.CRIU_DEATH, Kind.BREAKAGE);

        /** What can be asked for besides. */
        private static final Set<Kind> SIMULATED_ONLY = Set.of(Kind.REBOOT);
        private static final Set<Kind> LINUX_ONLY = Set.of(Kind.CRIU_DEATH, Kind.BREAKAGE, Kind.CRIU_DEATH_AT_SOURCE);

        private final int millis;
        private final List<String> vlanCommands;
        private final String usersCommand;
        private final List<Kind> kinds;

        /**
         * @param millis about how long a migration takes
         * @param vlanCommands what commands to its L2SWs begin with
         * @param usersCommand and one to its NAGW that moves a group of users, whose name follows
         */
        Ground(int millis, List<String> vlanCommands, String usersCommand, Kind... kinds) {
            this.millis = millis;
            this.vlanCommands = vlanCommands;
            this.usersCommand = usersCommand;
            this.kinds = List.of(kinds);
        }

        boolean has(Kind kind) {
            return !(this == LINUX ? SIMULATED_ONLY : LINUX_ONLY).contains(kind);
        }
    }

    /**
     * Something that happens.
     *
     * @param afterMillis since the migration was started; negative before it is
     * @param line for the lab's console, or for the campaign: {@code abort}, {@code cancel}, {@code migrate},
     *         {@code kill controller}, {@code lose controller}, {@code fill disk}, {@code free disk},
     *         {@code set clock SECONDS}
     */
    public record Order(long afterMillis, String line) {
    }

    private static final String ALWAYS = "always ";
    static final String ABORT = "abort";
    static final String KILL_CONTROLLER = "kill controller";
    static final String LOSE_CONTROLLER = "lose controller";
    static final String CANCEL = "cancel";
    static final String MIGRATE = "migrate";
    static final String FILL_DISK = "fill disk";
    static final String FREE_DISK = "free disk";
    static final String SET_CLOCK = "set clock ";
    static final String REBOOT = "reboot server ";
    static final String DESTROY = "destroy main site";
    private static final String MAIN_SITE = "main";

    /** Random numbers from neighbouring seeds are alike otherwise. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final List<String> FAULTS = List.of("refuse", "hang", "drop-before", "drop-after", "garble", "late",
            "did-but-error");
    /** What can be broken for real: steps, and servers without space. */
    private static final List<String> BREAKAGES = List.of("2", "3", "4", "5", "6", "7", "8", "9", "no-space-main",
            "no-space-backup");
    private static final List<String> ACTIONS = List.of("save", "freeze", "thaw", "send", "sendFirst", "resume",
            "discard", "claim", "release");

    /** Whether a lab can be attacked in that way. */
    public static boolean isPossible(Kind kind, boolean inLinuxLab) {
        return (inLinuxLab ? Ground.LINUX : Ground.SIMULATED).has(kind);
    }

    /** A migration that nothing befalls. */
    static Attack none(long seed, Move move) {
        return new Attack(seed, move, Kind.TWO_AT_ONCE, List.of(), "stop-and-copy", true);
    }

    /** Whether nothing but the controller, or another command to it, keeps the users from being served. */
    boolean leavesUsersServed() {
        return switch (kind) {
            case CONTROLLER_GONE, CONTROLLER_DEATH, ABORT, CANCEL, TWO_AT_ONCE -> true;
            default -> false;
        };
    }

    /** @param only the kind it is to be; empty for any that the ground has */
    static Attack of(long seed, Move move, Ground ground, Optional<Kind> only) {
        Random random = new Random(seed * GOLDEN);
        Kind drawn = ground.kinds.get(random.nextInt(ground.kinds.size()));
        Kind kind = only.filter(wanted -> wanted != Kind.SITE_GONE || move.source().name().equals(MAIN_SITE))
                .orElse(drawn);
        List<Order> orders = new ArrayList<>();
        switch (kind) {
            case FAULT -> orders.add(fault(random, move, ground));
            case CUT -> cut(random, move, ground, orders);
            case PMC_DEATH -> death(random, move, ground, orders);
            case CONTROLLER_DEATH -> orders.add(new Order(random.nextInt(ground.millis), KILL_CONTROLLER));
            case CONTROLLER_GONE -> orders.add(new Order(random.nextInt(ground.millis), LOSE_CONTROLLER));
            case ABORT -> orders.add(new Order(random.nextInt(ground.millis), ABORT));
            case CANCEL -> orders.add(new Order(random.nextInt(ground.millis), CANCEL));
            case REBOOT -> orders.add(new Order(random.nextInt(ground.millis), REBOOT
                    + number(random.nextBoolean() ? move.source() : move.target())));
            case DISK_FULL -> {
                long from = random.nextInt(ground.millis);
                orders.add(new Order(from, FILL_DISK));
                orders.add(new Order(from + 500 + random.nextInt(6000), FREE_DISK));
            }
            case CLOCK_JUMP -> {
                for (int jump = 0; jump < 2; jump++) {
                    orders.add(new Order(random.nextInt(ground.millis), SET_CLOCK + (random.nextInt(7200) - 3600)));
                }
            }
            case TWO_AT_ONCE -> orders.add(new Order(random.nextInt(ground.millis), MIGRATE));
            case FAULT_AND_PMC_DEATH -> {
                orders.add(fault(random, move, ground));
                death(random, move, ground, orders);
            }
            case CRIU_DEATH -> orders.add(criuDeath(random, ground, move.target()));
            case CRIU_DEATH_AT_SOURCE -> orders.add(criuDeath(random, ground, move.source()));
            case SITE_GONE -> orders.add(new Order(random.nextInt(ground.millis), DESTROY));
            case BREAKAGE -> {
                orders.add(new Order(-1, "break " + BREAKAGES.get(random.nextInt(BREAKAGES.size()))));
                orders.add(new Order(2000 + random.nextInt(4000), "mend"));
            }
        }
        return new Attack(seed, move, kind, List.copyOf(orders), random.nextBoolean() ? "stop-and-copy" : "pre-copy",
                random.nextInt(5) > 0);
    }

    private static Order fault(Random random, String device, String command) {
        return new Order(-1, "fault %s %s %s%s".formatted(device, FAULTS.get(random.nextInt(FAULTS.size())),
                random.nextInt(4) == 0 ? ALWAYS : "", command));
    }

    private static Order fault(Random random, Move move, Ground ground) {
        Site source = move.source();
        Site target = move.target();
        String process = move.service().process();
        List<String> commands = new ArrayList<>(List.of(source.controlPlaneDevice() + " light-path",
                source.controlPlaneDevice() + " no light-path",
                "%s %s %s ".formatted(move.service().nagw(), ground.usersCommand, move.service().userGroup())));
        for (Site site : List.of(source, target)) {
            ground.vlanCommands.forEach(command -> commands.add("%s %s".formatted(site.layerTwoSwitch(), command)));
            Stream.of("reserve", "reserve-vlan", "prepare", "give-back", "status", "discard").forEach(verb ->
                    commands.add("%s %s %s".formatted(site.server().pmc(), verb, process)));
        }
        Stream.of("send-first", "freeze", "send").forEach(verb ->
                commands.add("%s %s %s ".formatted(source.server().pmc(), verb, process)));
        Stream.of("receive", "expect-users", "resume").forEach(verb ->
                commands.add("%s %s %s ".formatted(target.server().pmc(), verb, process)));
        commands.add("%s vip release %s ".formatted(source.server().pmc(), move.service().virtualIp()));
        commands.add("%s vip claim %s ".formatted(target.server().pmc(), move.service().virtualIp()));
        String[] command = commands.get(random.nextInt(commands.size())).split(" ", 2);
        return fault(random, command[0], command[1]);
    }

    private static void cut(Random random, Move move, Ground ground, List<Order> orders) {
        Site source = move.source();
        Site target = move.target();
        List<String> devices = List.of(
                List.of(source.server().pmc(), source.layerTwoSwitch(), source.controlPlaneDevice()),
                List.of(target.server().pmc(), target.layerTwoSwitch(), target.controlPlaneDevice()),
                List.of(source.server().pmc()), List.of(target.server().pmc()), List.of(move.service().nagw()),
                List.of(source.server().pmc(), target.server().pmc(), move.service().nagw()))
                .get(random.nextInt(6));
        String how = random.nextBoolean() ? "cut " : "silence ";
        long from = random.nextInt(ground.millis);
        devices.forEach(device -> orders.add(new Order(from, how + device)));
        orders.add(new Order(from + 200 + random.nextInt(5000), "heal"));
    }

    private static Order criuDeath(Random random, Ground ground, Site site) {
        return new Order(random.nextInt(ground.millis / 2), "kill criu " + number(site));
    }

    private static String number(Site site) {
        return site.server().pmc().replace("pmc", "");
    }

    private static void death(Random random, Move move, Ground ground, List<Order> orders) {
        String server = number(random.nextBoolean() ? move.source() : move.target());
        if (ground == Ground.LINUX || random.nextInt(4) == 0) {
            orders.add(new Order(random.nextInt(ground.millis), "kill pmc " + server));
        } else {
            orders.add(new Order(-1, "kill pmc %s at %s %s".formatted(server, random.nextBoolean() ? "before" : "after",
                    ACTIONS.get(random.nextInt(ACTIONS.size())))));
        }
        orders.add(new Order(1500 + random.nextInt(2500), "start pmcs"));
    }

    /** Whether a line that something befell, as the lab tells it, is one that this attack meant. */
    boolean meant(String befallen) {
        return orders.stream().map(Order::line).anyMatch(line -> {
            String[] words = line.split(" ", 4);
            return switch (words[0]) {
                case "fault" -> befallen.startsWith("%s %s %s".formatted(words[1], words[2],
                        words[3].startsWith(ALWAYS) ? words[3].substring(ALWAYS.length()) : words[3]));
                case "cut" -> befallen.startsWith(words[1] + " drop-before ");
                case "silence" -> befallen.startsWith(words[1] + " hang ");
                default -> false;
            };
        });
    }

    /** @param program a PMC or a CRIU, as the lab names it, for example {@code pmc1} */
    boolean kills(String program) {
        return orders.stream().anyMatch(order -> (order.line() + " ").startsWith("kill %s ".formatted(
                program.replaceFirst("(\\d)", " $1"))));
    }

    /** Whether a server loses what it has, so that its users may be harmed. */
    boolean losesMemory(Site site) {
        return orders.stream().anyMatch(order -> order.line().equals(REBOOT + number(site)));
    }

    /** Whether a device does something after the migration was reported. */
    boolean actsLate() {
        return orders.stream().anyMatch(order -> order.line().contains(" late "));
    }

    @Override
    public String toString() {
        return "seed %d, %s, %s%s, %s: %s".formatted(seed, move, strategy, lightPath ? "" : " without a light path",
                kind.name().toLowerCase().replace('_', ' '), String.join("; ", orders.stream().map(order ->
                        (order.afterMillis() < 0 ? "" : order.afterMillis() + " ms: ") + order.line()).toList()));
    }
}
