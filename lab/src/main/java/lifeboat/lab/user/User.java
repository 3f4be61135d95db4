package lifeboat.lab.user;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Somebody who is connected to the service. */
public interface User extends Closeable {

    /** @param restart whether the pause is counted from now on */
    StreamUser.Report report(boolean restart) throws IOException;

    /** What it received by and by, since the pause was last counted anew. */
    List<StreamUser.Sample> timeline() throws IOException;
}
