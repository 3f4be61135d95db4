package lifeboat.lab.user;

import java.io.Closeable;
import java.io.IOException;

/** Somebody who is connected to the service. */
public interface User extends Closeable {

    /** @param restart whether the pause is counted from now on */
    StreamUser.Report report(boolean restart) throws IOException;
}
