package lifeboat.src.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One attack on one migration, all of it drawn from its seed.
 *
 * @param orders what happens to the lab, and when
 * @param strategy by which the migration goes
 */
record Attack(long seed, Kind kind, List<Order> orders, String strategy, boolean lightPath) {

    /** What is attacked. */
    enum Kind { FAULT, CUT, PMC_DEATH, CONTROLLER_DEATH, ABORT, TWO_AT_ONCE, FAULT_AND_PMC_DEATH }

    /**
     * Something that happens.
     *
     * @param afterMillis since the migration was started; negative before it is
     * @param line for the lab's console, or {@code abort}, {@code kill controller}, {@code migrate}
     */
    record Order(long afterMillis, String line) {
    }

    static final String ABORT = "abort";
    static final String KILL_CONTROLLER = "kill controller";
    static final String MIGRATE = "migrate";

    /** Random numbers from neighbouring seeds are alike otherwise. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final List<String> FAULTS = List.of("refuse", "hang", "drop-before", "drop-after", "garble", "late",
            "did-but-error");
    private static final List<String> ACTIONS = List.of("save", "freeze", "thaw", "send", "sendFirst", "resume",
            "discard", "claim", "release");

    /** @param back whether the service is at the backup site, and goes to the main one */
    static Attack of(long seed, boolean back) {
        Random random = new Random(seed * GOLDEN);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        List<Order> orders = new ArrayList<>();
        switch (kind) {
            case FAULT -> orders.add(fault(random, back));
            case CUT -> cut(random, orders);
            case PMC_DEATH -> death(random, orders);
            case CONTROLLER_DEATH -> orders.add(new Order(random.nextInt(450), KILL_CONTROLLER));
            case ABORT -> orders.add(new Order(random.nextInt(450), ABORT));
            case TWO_AT_ONCE -> orders.add(new Order(random.nextInt(400), MIGRATE));
            case FAULT_AND_PMC_DEATH -> {
                orders.add(fault(random, back));
                death(random, orders);
            }
        }
        return new Attack(seed, kind, List.copyOf(orders), random.nextBoolean() ? "stop-and-copy" : "pre-copy",
                random.nextInt(5) > 0);
    }

    private static Order fault(Random random, boolean back) {
        String source = back ? "2" : "1";
        String target = back ? "1" : "2";
        List<String> commands = List.of("cp%s light-path".formatted(source), "cp%s no light-path".formatted(source),
                "l2sw1 vlan", "l2sw2 vlan", "l2sw1 interface", "l2sw2 interface", "l2sw1 no vlan", "l2sw2 no vlan",
                "pmc%s reserve".formatted(source), "pmc%s reserve".formatted(target),
                "pmc%s prepare".formatted(source), "pmc%s prepare".formatted(target),
                "pmc%s send-first".formatted(source), "pmc%s freeze".formatted(source),
                "pmc%s receive".formatted(target), "pmc%s send".formatted(source),
                "pmc%s vip release".formatted(source), "pmc%s vip claim".formatted(target),
                "pmc%s expect-users".formatted(target), "nagw user-group", "pmc%s resume".formatted(target),
                "pmc%s discard".formatted(source), "pmc%s give-back".formatted(source),
                "pmc%s give-back".formatted(target), "pmc%s status".formatted(source),
                "pmc%s status".formatted(target));
        String[] command = commands.get(random.nextInt(commands.size())).split(" ", 2);
        return new Order(-1, "fault %s %s %s%s".formatted(command[0], FAULTS.get(random.nextInt(FAULTS.size())),
                random.nextInt(4) == 0 ? "always " : "", command[1]));
    }

    private static void cut(Random random, List<Order> orders) {
        List<String> devices = List.of(List.of("pmc1", "l2sw1", "cp1"), List.of("pmc2", "l2sw2", "cp2"),
                List.of("pmc1"), List.of("pmc2"), List.of("nagw"), List.of("pmc1", "pmc2", "nagw"))
                .get(random.nextInt(6));
        String how = random.nextBoolean() ? "cut " : "silence ";
        long from = random.nextInt(400);
        devices.forEach(device -> orders.add(new Order(from, how + device)));
        orders.add(new Order(from + 200 + random.nextInt(5000), "heal"));
    }

    private static void death(Random random, List<Order> orders) {
        int server = 1 + random.nextInt(2);
        if (random.nextInt(4) == 0) {
            orders.add(new Order(random.nextInt(400), "kill pmc " + server));
        } else {
            orders.add(new Order(-1, "kill pmc %d at %s %s".formatted(server, random.nextBoolean() ? "before" : "after",
                    ACTIONS.get(random.nextInt(ACTIONS.size())))));
        }
        orders.add(new Order(1500 + random.nextInt(2500), "start pmcs"));
    }

    /** Whether a device does something after the migration was reported. */
    boolean actsLate() {
        return orders.stream().anyMatch(order -> order.line().contains(" late "));
    }

    @Override
    public String toString() {
        return "seed %d, %s%s, %s: %s".formatted(seed, strategy, lightPath ? "" : " without a light path",
                kind.name().toLowerCase().replace('_', ' '), String.join("; ", orders.stream().map(order ->
                        (order.afterMillis() < 0 ? "" : order.afterMillis() + " ms: ") + order.line()).toList()));
    }
}
