package lifeboat.connectors.device;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.transport.Deadline;

/**
 * Sends the lines of an operation in a session. What changes the configuration of a platform that has candidates is
 * committed as a whole, or forgotten as a whole; where the running configuration is lost with a restart, it is saved.
 */
final class OperationRun {

    private final DeviceAddress device;
    private final Platform platform;
    private final CliSession session;
    private final Duration perLine;
    private final Deadline overall;

    /** @param timeout for each line and for all of them; null for the platform's */
    OperationRun(DeviceAddress device, Platform platform, CliSession session, Duration timeout) {
        this.device = device;
        this.platform = platform;
        this.session = session;
        this.perLine = timeout == null ? platform.timeouts().command() : timeout;
        this.overall = Deadline.in(timeout == null ? platform.timeouts().operation() : timeout);
    }

    Optional<Map<String, String>> of(Operation operation, Map<String, String> values) throws SessionException {
        List<String> lines = operation.lines(values);
        String text = platform.configures(operation) ? configure(operation, lines) : in(operation, lines);
        return operation.read(text, new SessionException.AnswerUnreadable("%s: the answer to %s cannot be read: %s"
                .formatted(device, lines, text.replaceAll("[^\\x20-\\x7e]", "?").strip())));
    }

    private String in(Operation operation, List<String> lines) throws SessionException {
        session.enter(operation.mode() == null ? platform.definition().defaultMode() : operation.mode(), overall);
        return send(lines);
    }

    private String configure(Operation operation, List<String> lines) throws SessionException {
        String text;
        try {
            text = in(operation, lines);
            send(platform.configuration().commit());
        } catch (CommandRejected e) {
            forget(e);
            throw isLocked(e) ? new ConfigurationLocked(e.getMessage() + ". Another session has the configuration")
                    : e;
        }
        if (!platform.configuration().save().isEmpty()) {
            session.enter(platform.definition().defaultMode(), overall);
            send(platform.configuration().save());
        }
        return text;
    }

    private boolean isLocked(CommandRejected e) {
        return platform.configuration().locked() != null
                && platform.configuration().locked().matcher(e.words()).find();
    }

    private void forget(CommandRejected reason) throws SessionException {
        if (!session.mode().equals(platform.configuration().mode())) {
            return;
        }
        try {
            send(platform.configuration().rollback());
        } catch (SessionException e) {
            e.addSuppressed(reason);
            throw e;
        }
    }

    private String send(List<String> lines) throws SessionException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(session.execute(line, overall.within(perLine))).append('\n');
        }
        return text.toString().strip();
    }
}
