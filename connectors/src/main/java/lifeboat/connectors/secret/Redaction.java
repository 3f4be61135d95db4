package lifeboat.connectors.secret;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Takes secrets out of what a device prints: it may repeat what it should not have shown. */
public final class Redaction {

    private static final String HIDDEN = "***";

    private final Collection<Secret> secrets;
    private List<String> values;

    public Redaction(Collection<Secret> secrets) {
        this.secrets = secrets;
    }

    /** The text, with three stars in place of each secret. */
    public synchronized String of(String text) {
        if (values == null) {
            values = secrets.stream().map(Redaction::valueOf).filter(Objects::nonNull)
                    .filter(value -> !value.isBlank()).sorted(Comparator.comparing(String::length).reversed()).toList();
        }
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, HIDDEN);
        }
        return hidden;
    }

    /** Null if it cannot be resolved: then it was not sent either. */
    private static String valueOf(Secret secret) {
        try {
            return secret.resolve();
        } catch (IOException e) {
            return null;
        }
    }
}
