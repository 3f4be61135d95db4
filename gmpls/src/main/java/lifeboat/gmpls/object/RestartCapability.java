package lifeboat.gmpls.object;

import java.time.Duration;

/**
 * RESTART_CAP (RFC 3473, 9.1): for how long to wait for a node that restarts, in whole milliseconds.
 *
 * @param restart until it is there again
 * @param recovery until it has what it had
 */
public record RestartCapability(Duration restart, Duration recovery) implements RsvpObject {

    static RestartCapability read(WireReader in) {
        return new RestartCapability(Duration.ofMillis(in.u32()), Duration.ofMillis(in.u32()));
    }

    @Override
    public int classNumber() {
        return 131;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u32(restart.toMillis()).u32(recovery.toMillis());
    }
}
