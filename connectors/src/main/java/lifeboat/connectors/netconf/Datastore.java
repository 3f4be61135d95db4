package lifeboat.connectors.netconf;

import java.util.Locale;

/** A configuration that a device keeps (RFC 6241, section 5). */
public enum Datastore {
    RUNNING, CANDIDATE, STARTUP;

    String xml() {
        return "<%s/>".formatted(this);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
