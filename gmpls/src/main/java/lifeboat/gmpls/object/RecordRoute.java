package lifeboat.gmpls.object;

import java.util.List;

/** RECORD_ROUTE (RFC 3209, 4.4): which way was taken, the last hop first. */
public record RecordRoute(List<RouteHop> hops) implements RsvpObject {

    static RecordRoute read(WireReader in) {
        return new RecordRoute(in.all(RouteHop::readTaken));
    }

    @Override
    public int classNumber() {
        return 21;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        hops.forEach(hop -> hop.write(out));
        out.pad();
    }
}
