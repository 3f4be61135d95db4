package lifeboat.gmpls.object;

import java.util.List;

/** EXPLICIT_ROUTE (RFC 3209, 4.3): which way to take. */
public record ExplicitRoute(List<RouteHop> hops) implements RsvpObject {

    static ExplicitRoute read(WireReader in) {
        return new ExplicitRoute(in.all(RouteHop::readAsked));
    }

    @Override
    public int classNumber() {
        return 20;
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
