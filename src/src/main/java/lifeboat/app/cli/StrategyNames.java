package lifeboat.app.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an operator may choose from for {@code --strategy}. */
public final class StrategyNames implements ITypeConverter<String>, Iterable<String> {

    /** Of the option. */
    public static final String HELP = "How the memory travels: ${COMPLETION-CANDIDATES}; auto leaves the choice to the "
            + "plan (default: ${DEFAULT-VALUE}).";

    @Override
    public String convert(String text) {
        for (String name : this) {
            if (name.equals(text)) {
                return name;
            }
        }
        throw new TypeConversionException("'%s' is none of %s".formatted(text, String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.concat(Arrays.stream(Strategy.values()).map(Strategy::toString),
                Stream.of(SessionMigration.STRATEGY_AUTO)).iterator();
    }
}
