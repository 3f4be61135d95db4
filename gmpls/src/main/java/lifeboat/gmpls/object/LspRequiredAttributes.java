package lifeboat.gmpls.object;

import java.util.List;

/** LSP_REQUIRED_ATTRIBUTES (RFC 5420, 5): what every node has to understand. */
public record LspRequiredAttributes(List<Tlv> attributes) implements RsvpObject {

    static LspRequiredAttributes read(WireReader in) {
        return new LspRequiredAttributes(in.all(Tlv::read));
    }

    @Override
    public int classNumber() {
        return 67;
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
