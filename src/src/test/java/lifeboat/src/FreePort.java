package lifeboat.src;

import java.io.IOException;
import lifeboat.src.demo.TrialSystem;

/** A port on loopback that nothing listens on. */
public final class FreePort {

    private FreePort() {
    }

    public static int find() throws IOException {
        return TrialSystem.freeAddress().getPort();
    }
}
