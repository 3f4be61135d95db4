package lifeboat.connectors.session;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection to a device's command line. */
interface Transport extends Closeable {

    InputStream in();

    OutputStream out();

    /** What ends a line in this protocol. */
    String endOfLine();

    /** Whether the command line itself asks for name and password. */
    boolean asksForLogin();
}
