package lifeboat.gmpls.object;

import java.net.Inet4Address;

/** A hop of a route that is asked for (RFC 3209, 4.3.3) or was taken (RFC 3209, 4.4.1). */
public interface RouteHop {

    /** Of a route that is asked for: others may lie before it. Of one that was taken always false. */
    default boolean loose() {
        return false;
    }

    void write(WireWriter out);

    /**
     * A node, or a numbered link.
     *
     * @param flags of a route that was taken: whether it is protected
     */
    record Address(boolean loose, Inet4Address address, int prefixLength, int flags) implements RouteHop {

        static final int TYPE = 1;
        private static final int LENGTH = 8;
        private static final int WHOLE = 32;

        /** The next hop, by the address of its end of the link. */
        public static Address strict(Inet4Address address) {
            return new Address(false, address, WHOLE, 0);
        }

        /** A hop that others may lie before. */
        public static Address loose(Inet4Address address) {
            return new Address(true, address, WHOLE, 0);
        }

        @Override
        public void write(WireWriter out) {
            out.u8(typeOctet(loose, TYPE)).u8(LENGTH).address(address).u8(prefixLength).u8(flags);
        }
    }

    /**
     * A label on the hop before it (RFC 3473, 5.1 and 5.2).
     *
     * @param flags 0x80 for that of the way back
     */
    record Label(boolean loose, int flags, LabelValue label) implements RouteHop {

        /** The label of the way back. */
        public static final int UPSTREAM = 0x80;

        static final int TYPE = 3;
        private static final int HEADER = 4;
        private static final int WORD = 4;

        @Override
        public void write(WireWriter out) {
            out.u8(typeOctet(loose, TYPE)).u8(HEADER + WORD * label.words().size()).u8(flags).u8(label.cType());
            label.write(out);
        }
    }

    /** A link without an address, by its number at a node (RFC 3477, 4). */
    record Unnumbered(boolean loose, int flags, Inet4Address node, int index) implements RouteHop {

        static final int TYPE = 4;
        private static final int LENGTH = 12;

        @Override
        public void write(WireWriter out) {
            out.u8(typeOctet(loose, TYPE)).u8(LENGTH).u8(flags).u8(0).address(node).word(index);
        }
    }

    /** A hop of another kind. */
    record Other(boolean loose, int type, Octets value) implements RouteHop {

        @Override
        public void write(WireWriter out) {
            out.u8(typeOctet(loose, type)).u8(HEADER + value.length()).octets(value.toBytes());
        }
    }

    int LOOSE = 0x80;
    int HEADER = 2;

    private static int typeOctet(boolean loose, int type) {
        return loose ? LOOSE | type : type;
    }

    /** One of a route that is asked for. */
    static RouteHop readAsked(WireReader in) {
        int first = in.u8();
        return read((first & LOOSE) != 0, first & ~LOOSE, in);
    }

    /** One of a route that was taken. */
    static RouteHop readTaken(WireReader in) {
        return read(false, in.u8(), in);
    }

    private static RouteHop read(boolean loose, int type, WireReader in) {
        WireReader body = in.part(in.u8() - HEADER);
        RouteHop hop = switch (type) {
            case Address.TYPE -> new Address(loose, body.address(), body.u8(), body.u8());
            case Label.TYPE -> {
                int flags = body.u8();
                yield new Label(loose, flags, LabelValue.read(body.u8(), body));
            }
            case Unnumbered.TYPE -> {
                int flags = body.u8();
                body.skip(1);
                yield new Unnumbered(loose, flags, body.address(), body.word());
            }
            default -> new Other(loose, type, new Octets(body.rest()));
        };
        if (body.remaining() > 0) {
            throw new IllegalArgumentException("a hop that is too long");
        }
        return hop;
    }
}
