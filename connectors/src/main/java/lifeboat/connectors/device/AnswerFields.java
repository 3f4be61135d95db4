package lifeboat.connectors.device;

import java.util.Map;
import java.util.function.Function;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.login.DeviceAddress;

/** The fields of a device's answer, as what they mean. */
final class AnswerFields {

    private final DeviceAddress device;
    private final String operation;
    private final Map<String, String> fields;

    AnswerFields(DeviceAddress device, String operation, Map<String, String> fields) {
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
            throw new AnswerUnreadable("%s: the answer to %s has no '%s'; it has %s".formatted(device, operation, name,
                    fields));
        }
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException e) {
            throw new AnswerUnreadable("%s: the answer to %s cannot be read: its '%s' is '%s'".formatted(device,
                    operation, name, text));
        }
    }
}
