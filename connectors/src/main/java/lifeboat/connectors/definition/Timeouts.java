package lifeboat.connectors.definition;

import java.time.Duration;

/**
 * How long a device may take; what is not said is a few seconds.
 *
 * @param connect until it accepts a connection
 * @param login from then until it shows a prompt
 * @param command until it has answered a line
 * @param operation for all lines of an operation together, with the ways between modes
 * @param commit until a change that was sent shows in its state, answered or not; as long as for a command unless it is
 *     said
 */
public record Timeouts(Duration connect, Duration login, Duration command, Duration operation, Duration commit) {

    public Timeouts {
        connect = orDefault(connect, 3);
        login = orDefault(login, 5);
        command = orDefault(command, 5);
        operation = orDefault(operation, 20);
        commit = commit == null ? command : orDefault(commit, 0);
    }

    public Timeouts(Duration connect, Duration login, Duration command, Duration operation) {
        this(connect, login, command, operation, null);
    }

    public static Timeouts standard() {
        return new Timeouts(null, null, null, null, null);
    }

    private static Duration orDefault(Duration given, int seconds) {
        if (given != null && (given.isNegative() || given.isZero())) {
            throw new IllegalArgumentException("a timeout must be longer than %s".formatted(given));
        }
        return given == null ? Duration.ofSeconds(seconds) : given;
    }
}
