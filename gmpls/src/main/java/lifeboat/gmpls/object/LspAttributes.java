package lifeboat.gmpls.object;

import java.util.List;

/** LSP_ATTRIBUTES (RFC 5420, 4): what the LSP wants, where it is understood. */
public record LspAttributes(List<Tlv> attributes) implements RsvpObject {

    private static final int FLAGS = 1;
    private static final int END_TO_END_REROUTING = 0x8000_0000;
    private static final int BOUNDARY_REROUTING = 0x4000_0000;

    /** Crankback (RFC 4920, 5): the node at the beginning, and others on the way, look for another way. */
    public static LspAttributes crankback() {
        return new LspAttributes(List.of(new Tlv(FLAGS, new Octets(new WireWriter()
                .word(END_TO_END_REROUTING | BOUNDARY_REROUTING).toBytes()))));
    }

    static LspAttributes read(WireReader in) {
        return new LspAttributes(in.all(Tlv::read));
    }

    @Override
    public int classNumber() {
        return 197;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        attributes.forEach(attribute -> attribute.write(out));
    }
}
