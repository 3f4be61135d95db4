package lifeboat.gmpls.object;

/** Traffic parameters that are not looked into: those of packets (RFC 2210), and of other kinds of layer 1. */
public record OtherTraffic(int cType, Octets body) implements TrafficParameters {

    @Override
    public void write(WireWriter out) {
        out.octets(body.toBytes());
    }
}
