package lifeboat.gmpls.object;

/** FLOWSPEC (RFC 2205, A.8): how much is reserved. */
public record Flowspec(TrafficParameters traffic) implements RsvpObject {

    static Flowspec read(int cType, WireReader in) {
        return new Flowspec(TrafficParameters.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 9;
    }

    @Override
    public int cType() {
        return traffic.cType();
    }

    @Override
    public void write(WireWriter out) {
        traffic.write(out);
    }
}
