package lifeboat.gmpls.object;

/** An object that is a label. */
public interface Labelled extends RsvpObject {

    LabelValue label();

    @Override
    default int cType() {
        return label().cType();
    }

    @Override
    default void write(WireWriter out) {
        label().write(out);
    }
}
