package lifeboat.gmpls.object;

/** How much an LSP carries: what SENDER_TSPEC and FLOWSPEC have in common. */
public interface TrafficParameters {

    /** C-Type of the objects that have it. */
    int cType();

    void write(WireWriter out);

    static TrafficParameters read(int cType, WireReader in) {
        return switch (cType) {
            case SdhTraffic.C_TYPE -> SdhTraffic.read(in);
            case EthernetTraffic.C_TYPE -> EthernetTraffic.read(in);
            default -> new OtherTraffic(cType, new Octets(in.rest()));
        };
    }
}
