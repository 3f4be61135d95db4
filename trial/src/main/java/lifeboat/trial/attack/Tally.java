package lifeboat.trial.attack;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what took hold, and what broke a promise, and tells it. */
final class Tally {

    private final PrintWriter out;
    private final AttackedMigrations migrations;
    private final Map<Attack.Kind, Integer> counted = new EnumMap<>(Attack.Kind.class);
    private final List<Duration> wentOnAfter = new ArrayList<>();
    private int withoutEffect;
    private int violations;

    Tally(PrintWriter out, AttackedMigrations migrations) {
        this.out = out;
        this.migrations = migrations;
    }

    /** Attempts that were made at the same time. @param wrong what broke a promise */
    void count(List<AttackCase> attempts, Set<AttackCase> tookHold, Duration duration, List<String> wrong) {
        for (AttackCase attempt : attempts) {
            boolean held = tookHold.contains(attempt);
            if (held) {
                counted.merge(attempt.attack().kind(), 1, Integer::sum);
            } else {
                withoutEffect++;
            }
            out.printf("%s -> %s, %.1f s%s%n", attempt.attack(), String.join(", ", attempt.keys().stream()
                    .map(key -> migrations.outcome(key).toString()).toList()), duration.toMillis() / 1000.0,
                    held ? "" : " (without effect)");
        }
        wrong.forEach(line -> out.println("  VIOLATED: " + line));
        violations += wrong.isEmpty() ? 0 : 1;
        out.flush();
    }

    /** How soon a controller that was killed took up its work, from when it was ready again. */
    void wentOn(Duration after) {
        wentOnAfter.add(after);
    }

    /** @return whether nothing broke a promise */
    boolean sumUp() {
        out.printf("%d attacks that took hold (%s), %d without effect, %d violated a promise%n",
                counted.values().stream().mapToInt(Integer::intValue).sum(), counted, withoutEffect, violations);
        wentOnAfter.stream().max(Comparator.naturalOrder()).ifPresent(longest -> out.printf("a controller that was "
                + "killed, or had no space, went on within %d ms of being ready again, median %d ms%n",
                longest.toMillis(),
                wentOnAfter.stream().sorted().toList().get(wentOnAfter.size() / 2).toMillis()));
        out.flush();
        return violations == 0;
    }
}
