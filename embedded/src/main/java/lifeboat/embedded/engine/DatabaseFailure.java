package lifeboat.embedded.engine;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The engine's database cannot be written or reached: whoever asked may ask again. */
public record DatabaseFailure(String reason) {

    /** What was to be written is wrong: data, constraints, syntax. It stays so. */
    private static final String OF_THE_CONTENT = "(22|23|42).*";

    /** @return empty if that is not what a failure is about */
    public static Optional<DatabaseFailure> in(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance).map(SQLException.class::cast).findFirst()
                .filter(DatabaseFailure::isOfTheDatabase)
                .map(cause -> new DatabaseFailure("The engine cannot write its state, try again: "
                        + cause.getMessage()));
    }

    /** A batch says in its next exceptions what it is about. */
    private static boolean isOfTheDatabase(SQLException failure) {
        return Stream.iterate(failure, Objects::nonNull, SQLException::getNextException).map(SQLException::getSQLState)
                .noneMatch(state -> state != null && state.matches(OF_THE_CONTENT));
    }
}
