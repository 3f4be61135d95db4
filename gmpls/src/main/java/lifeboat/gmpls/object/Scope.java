package lifeboat.gmpls.object;

import java.net.Inet4Address;
import java.util.List;

/** SCOPE (RFC 2205, A.6): whose reservations a wildcard is about. */
public record Scope(List<Inet4Address> senders) implements RsvpObject {

    static Scope read(WireReader in) {
        return new Scope(in.all(WireReader::address));
    }

    @Override
    public int classNumber() {
        return 7;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        senders.forEach(out::address);
    }
}
