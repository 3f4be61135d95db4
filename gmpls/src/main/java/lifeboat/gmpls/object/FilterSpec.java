package lifeboat.gmpls.object;

/** FILTER_SPEC of an LSP tunnel (RFC 3209, 4.6.3.1): whose LSP a reservation is for, as its Path names it. */
public record FilterSpec(SenderTemplate sender) implements RsvpObject {

    static FilterSpec read(WireReader in) {
        return new FilterSpec(SenderTemplate.read(in));
    }

    @Override
    public int classNumber() {
        return 10;
    }

    @Override
    public int cType() {
        return sender.cType();
    }

    @Override
    public void write(WireWriter out) {
        sender.write(out);
    }
}
