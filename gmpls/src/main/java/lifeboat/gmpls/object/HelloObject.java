package lifeboat.gmpls.object;

/**
 * HELLO (RFC 3209, 5.2): whether the neighbour is there, and still the one it was.
 *
 * @param answer whether it answers another
 * @param source changes when the sender restarts
 * @param destination what the receiver was known by; 0 if by nothing
 */
public record HelloObject(boolean answer, int source, int destination) implements RsvpObject {

    private static final int REQUEST = 1;
    private static final int ACK = 2;

    static HelloObject read(int cType, WireReader in) {
        return new HelloObject(cType == ACK, in.word(), in.word());
    }

    @Override
    public int classNumber() {
        return 22;
    }

    @Override
    public int cType() {
        return answer ? ACK : REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        out.word(source).word(destination);
    }
}
