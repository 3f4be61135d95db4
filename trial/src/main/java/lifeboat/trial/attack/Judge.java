package lifeboat.trial.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.connectors.failure.SessionException;
import lifeboat.workers.inventory.Site;

/** Holds what the engine says against what the lab shows. */
final class Judge {

    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(75);
    private static final long LOOK_MILLIS = 100;

    private final Oracle oracle;
    private final AttackedMigrations migrations;

    Judge(Oracle oracle, AttackedMigrations migrations) {
        this.oracle = oracle;
        this.migrations = migrations;
    }

    /** What of an attempt's reports is not so. */
    List<String> untrue(AttackCase attempt) throws SessionException, InterruptedException {
        return attempt.attack().kind() == Attack.Kind.SITE_GONE ? afterTheDisaster(attempt) : whileAllSitesAre(attempt);
    }

    /** It runs where the last migration that did something says that it ended. */
    private List<String> whileAllSitesAre(AttackCase attempt) throws SessionException, InterruptedException {
        List<String> untrue = new ArrayList<>();
        Move move = attempt.attack().move();
        Optional<Site> site = oracle.site(move.service());
        for (long key : attempt.keys()) {
            MigrationState outcome = migrations.outcome(key);
            if (attempt.attack().kind() == Attack.Kind.REBOOT && migrations.saysItDoesNotRun(key)) {
                continue;
            }
            boolean atTarget = site.equals(Optional.of(move.target()));
            if (outcome == MigrationState.MIGRATED && !atTarget
                    || outcome == MigrationState.ROLLED_BACK && atTarget && attempt.keys().size() == 1
                    || outcome == MigrationState.SITE_LOST) {
                untrue.add("the report says %s, and %s runs at %s".formatted(outcome, move,
                        site.map(Site::name).orElse("no one site")));
            }
        }
        return untrue;
    }

    /** The service runs at the backup site, its users unharmed, or it is lost and the report says so. */
    private List<String> afterTheDisaster(AttackCase attempt) throws SessionException {
        Move move = attempt.attack().move();
        boolean saved = oracle.site(move.service()).equals(Optional.of(move.target()));
        MigrationState outcome = migrations.outcome(attempt.keys().iterator().next());
        List<String> wrong = new ArrayList<>(saved ? oracle.harm(move.service()) : List.of());
        if (saved != (outcome == MigrationState.MIGRATED) || !saved && outcome != MigrationState.SITE_LOST
                && outcome != MigrationState.REFUSED) {
            wrong.add("the main site is gone, %s was %ssaved, and the report says %s".formatted(move,
                    saved ? "" : "not ", outcome));
        }
        return wrong;
    }

    /** Late commands are put right by the second look, what is left then a minute later; nobody lends a hand. */
    List<String> awaitClean(boolean actsLate) throws InterruptedException {
        long end = System.nanoTime() + CLEAN_WITHIN.toNanos();
        List<String> wrong = oracle.wrong();
        while ((!wrong.isEmpty() || actsLate && migrations.looksAgain()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            wrong = oracle.wrong();
        }
        return wrong;
    }
}
