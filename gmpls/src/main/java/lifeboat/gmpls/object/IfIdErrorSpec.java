package lifeboat.gmpls.object;

import java.util.List;

/** IF_ID ERROR_SPEC (RFC 3473, 8.2): what went wrong, and with which data links; by RFC 4920 more of where it was. */
public record IfIdErrorSpec(ErrorSpec error, List<InterfaceId> interfaces) implements RsvpObject {

    static IfIdErrorSpec read(WireReader in) {
        return new IfIdErrorSpec(ErrorSpec.read(in), in.all(InterfaceId::read));
    }

    @Override
    public int classNumber() {
        return 6;
    }

    @Override
    public int cType() {
        return 3;
    }

    @Override
    public void write(WireWriter out) {
        error.write(out);
        interfaces.forEach(one -> one.write(out));
    }
}
