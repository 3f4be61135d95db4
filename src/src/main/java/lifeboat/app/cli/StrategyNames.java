package lifeboat.app.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;

/** What an operator may choose from for {@code --strategy}. */
public final class StrategyNames implements Iterable<String> {

    /** Of the option. */
    public static final String HELP = "How the memory travels: ${COMPLETION-CANDIDATES}; auto leaves the choice to the "
            + "plan (default: ${DEFAULT-VALUE}).";

    @Override
    public Iterator<String> iterator() {
        return Stream.concat(Arrays.stream(Strategy.values()).map(Strategy::toString),
                Stream.of(SessionMigration.STRATEGY_AUTO)).iterator();
    }
}
