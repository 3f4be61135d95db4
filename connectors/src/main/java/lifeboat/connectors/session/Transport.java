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
}
