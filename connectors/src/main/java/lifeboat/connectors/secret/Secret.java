package lifeboat.connectors.secret;

import java.io.IOException;

/** A secret, resolved when it is used and never printed. */
@FunctionalInterface
public interface Secret {

    /** @throws IOException if it is not to be had; the message says from where, never what it is */
    String resolve() throws IOException;
}
