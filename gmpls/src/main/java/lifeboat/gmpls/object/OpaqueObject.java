package lifeboat.gmpls.object;

/** An object whose body is not looked into: one of an unknown class or type, or one that is only handed on. */
public record OpaqueObject(int classNumber, int cType, Octets body) implements RsvpObject {

    /** By the class's first bits, what is done with a message that has an unknown one (RFC 2205, 3.10). */
    public enum IfUnknown { REFUSE_THE_MESSAGE, IGNORE, HAND_ON }

    private static final int HAND_ON = 0xc0;
    private static final int IGNORE = 0x80;

    static OpaqueObject read(int classNumber, int cType, WireReader in) {
        return new OpaqueObject(classNumber, cType, new Octets(in.rest()));
    }

    /** What is to be done if its class is not known. A known class of an unknown type is refused. */
    public IfUnknown ifUnknown() {
        return (classNumber & HAND_ON) == HAND_ON ? IfUnknown.HAND_ON
                : (classNumber & IGNORE) == IGNORE ? IfUnknown.IGNORE : IfUnknown.REFUSE_THE_MESSAGE;
    }

    @Override
    public void write(WireWriter out) {
        out.octets(body.toBytes());
    }
}
