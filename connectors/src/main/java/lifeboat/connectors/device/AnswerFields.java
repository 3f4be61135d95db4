package lifeboat.connectors.device;

import java.util.Map;
import java.util.function.Function;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;

/** The fields of a device's answer, as what they mean. */
final class AnswerFields {

    private final DeviceAddress device;
    private final String operation;
    private final Map<String, String> fields;
    private final Redaction redaction;

    AnswerFields(DeviceAddress device, String operation, Map<String, String> fields, Redaction redaction) {
        this.redaction = redaction;
        this.device = device;
        this.operation = operation;
        this.fields = fields;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws AnswerUnreadable {
        return as(name, Function.identity());
    }

    /** @throws AnswerUnreadable if the field is not there, or is not what is expected; with what it is */
    <T> T as(String name, Function<String, T> meaning) throws AnswerUnreadable {
        String text = fields.get(name);
        if (text == null) {
            throw unreadable("has no '%s'; it has %s".formatted(name, fields));
        }
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException e) {
            throw unreadable("cannot be read: its '%s' is '%s'".formatted(name, text));
        }
    }

    private AnswerUnreadable unreadable(String why) {
        return new AnswerUnreadable(redaction.of("%s: the answer to %s %s".formatted(device, operation, why)));
    }
}
