package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.HostKeyRefused;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.failure.SessionException.NotSaved;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;

/**
 * Has a device's operations carried out, and makes changes idempotent: read, act if needed, verify until it is stable.
 * A command that was sent and not answered may still take effect: until the platform's time for that has passed, what
 * is read now is not what will be.
 */
final class DeviceOperations {

    /** What the fields of an answer mean. */
    @FunctionalInterface
    interface Meaning<T> {
        T of(AnswerFields fields) throws AnswerUnreadable;
    }

    /** What is done about a command that was not answered, and may come late. */
    enum LateCommands {
        /** Nobody waits for the change: it is read until it is seen, or can no longer come. */
        AWAITED,
        /**
         * Somebody waits for the change: it may be sent again at once. Who wants the opposite waits until it can no
         * longer come, and then makes sure that it is still his to want: that cannot be done here. Or the device tells
         * a late command itself.
         */
        REPEATED
    }

    /** Reads a piece of a device's state. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws DeviceException;
    }

    private static final String NEXT = " Check the device, then resolve the incident.";
    private static final Duration READ_AGAIN = Duration.ofMillis(250);

    private final DeviceAddress device;
    private final OperationRunner runner;
    private final LateCommands late;
    private final Redaction redaction;

    DeviceOperations(OperationRunner runner, DeviceAddress device, LateCommands late) {
        this.device = device;
        this.runner = runner;
        this.late = late;
        this.redaction = new Redaction(device.login().secrets());
    }

    DeviceAddress device() {
        return device;
    }

    /** A question; asked again in a new session if the first one turns out to be broken. */
    <T> Optional<T> ask(String name, Map<String, String> values, Meaning<T> meaning) throws DeviceException {
        try {
            return answer(name, values, meaning);
        } catch (LoginRefused | HostKeyRefused e) {
            throw new DeviceException.Unreachable("%s does not let us in: %s".formatted(device, e.getMessage()), e);
        } catch (SessionException first) {
            try {
                return answer(name, values, meaning);
            } catch (AnswerUnreadable e) {
                throw new DeviceException.Unreachable("%s answers what cannot be read. %s".formatted(device,
                        e.getMessage()), e);
            } catch (SessionException e) {
                throw new DeviceException.Unreachable("%s does not answer: %s".formatted(device, e.getMessage()), e);
            }
        }
    }

    /** A question to which there always is an answer. */
    <T> T tell(String name, Map<String, String> values, Meaning<T> meaning) throws DeviceException {
        return ask(name, values, meaning).orElseThrow(() -> new DeviceException.Unreachable(
                "%s answers %s by saying that there is nothing, which is not possible".formatted(device, name), null));
    }

    private <T> Optional<T> answer(String name, Map<String, String> values, Meaning<T> meaning)
            throws SessionException, DeviceException.Refused {
        Optional<Map<String, String>> fields;
        try {
            fields = runner.run(name, values, null);
        } catch (CommandRejected e) {
            throw new DeviceException.Refused(e.getMessage());
        }
        return fields.isEmpty() ? Optional.empty()
                : Optional.of(meaning.of(new AnswerFields(device, name, fields.get(), redaction)));
    }

    /**
     * Changes something unless it is so already, and makes sure that it is so afterwards.
     *
     * @param what the change in the operator's words, for example "reserve light path m17"
     * @param state reads what is to be changed
     * @param wanted whether that is as wanted
     */
    <T> T ensure(String what, Reading<T> state, Predicate<T> wanted, String operation, Map<String, String> values,
            Duration timeout) throws DeviceException {
        T before = late == LateCommands.AWAITED ? untilItCannotChange(state, wanted) : state.read();
        if (wanted.test(before)) {
            save(what, operation);
            return before;
        }
        SessionException failure = null;
        String said = "";
        try {
            said = runner.run(operation, values, timeout).map(fields -> fields.get(Operation.SAID)).orElse("");
        } catch (SessionException e) {
            if (e.progress() == SessionException.Progress.NOT_SENT) {
                throw new DeviceException.Unreachable("Could not %s: %s".formatted(what, e.getMessage()), e);
            }
            failure = e;
            if (!isAnswered(e)) {
                runner.noteLateCommand();
            }
        }
        T after = readBack(what, state, wanted, failure);
        if (failure instanceof NotSaved && (!wanted.test(after) || runner.mustSave())) {
            throw new DeviceException.Refused("Could not %s: %s".formatted(what, failure.getMessage()));
        }
        if (wanted.test(after)) {
            if (failure != null && !(failure instanceof NotSaved)) {
                save(what, operation);
            }
            return after;
        }
        if (failure instanceof CommandRejected) {
            throw new DeviceException.Refused("Could not %s: %s".formatted(what, failure.getMessage()));
        }
        if (failure != null) {
            throw new DeviceException.Unreachable("Could not %s, and it had no effect%s: %s".formatted(what,
                    late == LateCommands.AWAITED ? "" : " so far", failure.getMessage()), failure);
        }
        Object has = after instanceof Optional<?> found ? found.map(Object::toString).orElse("nothing") : after;
        throw new DeviceException.Refused(shown("Could not %s: %s accepted the command, but has %s afterwards%s"
                .formatted(what, device, has, said.isBlank() ? ""
                        : "; it said: '" + said.strip().replaceAll("\\s*\\n\\s*", " | ") + "'")));
    }

    /** A text that may be shown: without the device's secrets. */
    String shown(String text) {
        return redaction.of(text);
    }

    private static boolean isAnswered(SessionException failure) {
        return failure == null || failure instanceof CommandRejected || failure instanceof NotSaved;
    }

    /** What is as wanted may be so no longer when a command comes late. */
    private <T> T untilItCannotChange(Reading<T> state, Predicate<T> wanted) throws DeviceException {
        T now = state.read();
        for (Duration left = runner.lateCommands(); wanted.test(now) && !isOver(left); now = state.read()) {
            left = left.minus(awaitLateCommands(left));
        }
        return now;
    }

    private <T> T readBack(String what, Reading<T> state, Predicate<T> wanted, SessionException failure)
            throws DeviceException {
        boolean mayComeLate = late == LateCommands.AWAITED && !isAnswered(failure);
        boolean wasSeen = false;
        for (Duration left = mayComeLate ? runner.lateCommands() : Duration.ZERO;;
                left = left.minus(awaitLateCommands(left))) {
            boolean isLast = isOver(left);
            try {
                T now = state.read();
                if (isLast || wasSeen && wanted.test(now)) {
                    return now;
                }
                wasSeen = wanted.test(now);
            } catch (DeviceException e) {
                if (e instanceof DeviceException.Refused && isAnswered(failure)) {
                    throw failure == null ? e : new DeviceException.Refused("Could not %s: %s; %s".formatted(what,
                            failure.getMessage(), e.getMessage()));
                }
                if (isLast) {
                    throw new DeviceException.StateUnknown("It is not known whether this took effect: %s. %s%s"
                            .formatted(what, failure == null ? e.getMessage()
                                    : failure.getMessage() + "; " + e.getMessage(), NEXT), e);
                }
            }
        }
    }

    private static boolean isOver(Duration left) {
        return left.isZero() || left.isNegative();
    }

    /** Waits a moment of the time that a late command has. Others' late commands do not make it longer. */
    private Duration awaitLateCommands(Duration left) throws DeviceException.StateUnknown {
        Duration moment = left.compareTo(READ_AGAIN) < 0 ? left : READ_AGAIN;
        try {
            runner.await(moment);
            return moment;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException.StateUnknown(("%s: interrupted while a command that was not answered may still "
                    + "be carried out.%s").formatted(device, NEXT), e);
        }
    }

    /** A change that was made before, perhaps by a controller that died before it was saved. */
    private void save(String what, String operation) throws DeviceException.Refused {
        try {
            runner.save(operation);
        } catch (NotSaved e) {
            if (runner.mustSave()) {
                throw new DeviceException.Refused("Could not %s: %s".formatted(what, e.getMessage()));
            }
        }
    }

    /** A command that may be repeated without harm, and whose effect cannot be read. */
    void repeat(String what, String operation, Map<String, String> values) throws DeviceException {
        try {
            ask(operation, values, fields -> fields);
        } catch (DeviceException.Refused e) {
            throw new DeviceException.Refused("Could not %s: %s".formatted(what, e.getMessage()));
        }
    }
}
