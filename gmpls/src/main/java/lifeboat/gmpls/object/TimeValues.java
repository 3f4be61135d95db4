package lifeboat.gmpls.object;

import java.time.Duration;

/** TIME_VALUES (RFC 2205, A.4): how often what the message sets up is refreshed, in whole milliseconds. */
public record TimeValues(Duration refresh) implements RsvpObject {

    static TimeValues read(WireReader in) {
        return new TimeValues(Duration.ofMillis(in.u32()));
    }

    @Override
    public int classNumber() {
        return 5;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u32(refresh.toMillis());
    }
}
