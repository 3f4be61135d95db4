package lifeboat.connectors.device;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.SavedConfigurations;
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
    private final SavedConfigurations saved;
    private final Duration perLine;
    private final Deadline overall;

    /** @param timeout for each line and for all of them; null for the platform's */
    OperationRun(DeviceAddress device, Platform platform, CliSession session, SavedConfigurations saved,
            Duration timeout) {
        this.device = device;
        this.platform = platform;
        this.session = session;
        this.saved = saved;
        this.perLine = timeout == null ? platform.timeouts().command() : timeout;
        this.overall = Deadline.in(timeout == null ? platform.timeouts().operation() : timeout);
    }

    Optional<Map<String, String>> of(Operation operation, Map<String, String> values) throws SessionException {
        List<OperationLine> lines = operation.lines(values);
        enter(operation);
        String text;
        try {
            text = !platform.configures(operation) ? send(lines, operation.isQuestion())
                    : platform.saves(operation) ? saved.changing(device, () -> configure(lines), this::save)
                    : configure(lines);
        } catch (CommandRejected e) {
            if (!operation.saysAbsent(e.words())) {
                throw e;
            }
            return Optional.empty();
        }
        return operation.read(text, values, new SessionException.AnswerUnreadable(
                "%s: the answer to '%s' cannot be read: '%s'".formatted(device, lines.stream().map(OperationLine::line)
                        .collect(Collectors.joining("', '")), session.redacted(text).replace("\n", " | ")
                        .replaceAll("[^\\x20-\\x7e]", "?").strip())));
    }

    private void enter(Operation operation) throws SessionException {
        try {
            session.enter(operation.mode() == null ? platform.definition().defaultMode() : operation.mode(), overall);
        } catch (CommandRejected e) {
            throw platform.configures(operation) ? lockedOr(e) : e;
        }
    }

    private SessionException lockedOr(CommandRejected e) {
        return isLocked(e) ? new ConfigurationLocked(e.getMessage() + ". Another session has the configuration") : e;
    }

    private String configure(List<OperationLine> lines) throws SessionException {
        try {
            String text = send(lines, false);
            send(platform.configuration().commit(), false);
            return text;
        } catch (CommandRejected e) {
            forget(e);
            throw lockedOr(e);
        }
    }

    /** Has the running configuration kept over a restart. */
    void save() throws SessionException {
        session.enter(platform.definition().defaultMode(), overall);
        send(platform.configuration().save(), false);
    }

    private boolean isLocked(CommandRejected e) {
        return platform.configuration().locked() != null
                && platform.configuration().locked().isIn(e.words());
    }

    /** What is reported is why it came to this; a session that cannot forget the candidate is no longer used. */
    private void forget(CommandRejected reason) {
        if (!session.mode().equals(platform.configuration().mode())) {
            return;
        }
        try {
            send(platform.configuration().rollback(), false);
        } catch (SessionException e) {
            reason.addSuppressed(e);
            session.abandon();
        }
    }

    /** @param mayAskAgain whether return does no harm where it is not certain that an answer is whole */
    private String send(List<OperationLine> lines, boolean mayAskAgain) throws SessionException {
        StringBuilder text = new StringBuilder();
        boolean isFirst = true;
        for (OperationLine line : lines) {
            Deadline deadline = overall.within(perLine);
            try {
                text.append(mayAskAgain ? session.ask(line, deadline) : session.execute(line, deadline)).append('\n');
            } catch (SessionException e) {
                throw isFirst || mayAskAgain ? e : e.afterOthers();
            }
            isFirst = false;
        }
        return text.toString().strip();
    }
}
