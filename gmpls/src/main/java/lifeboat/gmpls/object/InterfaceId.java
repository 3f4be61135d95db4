package lifeboat.gmpls.object;

import java.net.Inet4Address;
import java.util.Optional;

/** A data link, in one of the forms of an IF_ID (RFC 3473, 8.1.1; RFC 4920, 6.2). */
public record InterfaceId(Tlv tlv) {

    private static final int IPV4 = 1;
    private static final int IF_INDEX = 3;
    private static final int NODE_ID = 8;
    private static final int REPORTING_NODE_ID = 21;

    /** A numbered link, by the address at this end. */
    public static InterfaceId ipv4(Inet4Address address) {
        return of(IPV4, new WireWriter().address(address));
    }

    /** A link by its number at a node. */
    public static InterfaceId ifIndex(Inet4Address node, int index) {
        return of(IF_INDEX, new WireWriter().address(node).word(index));
    }

    /** Not a link: the node that could not do it. */
    public static InterfaceId node(Inet4Address node) {
        return of(NODE_ID, new WireWriter().address(node));
    }

    /** Not a link: the node that says so. */
    public static InterfaceId reportingNode(Inet4Address node) {
        return of(REPORTING_NODE_ID, new WireWriter().address(node));
    }

    private static InterfaceId of(int type, WireWriter value) {
        return new InterfaceId(new Tlv(type, new Octets(value.toBytes())));
    }

    static InterfaceId read(WireReader in) {
        return new InterfaceId(Tlv.read(in));
    }

    /** The address of a numbered link, or of the node that has the link. */
    public Optional<Inet4Address> address() {
        boolean has = tlv.type() == IPV4 || tlv.type() == IF_INDEX || tlv.type() == NODE_ID
                || tlv.type() == REPORTING_NODE_ID;
        return has && tlv.value().length() >= Tlv.HEADER ? Optional.of(new WireReader(tlv.value().toBytes()).address())
                : Optional.empty();
    }

    public boolean isLink() {
        return tlv.type() == IPV4 || tlv.type() == IF_INDEX;
    }

    void write(WireWriter out) {
        tlv.write(out);
    }
}
