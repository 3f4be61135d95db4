package lifeboat.pmc;

import java.util.Locale;

/** What a server has of a process. */
public enum LocalCopyState {
    /** Nothing. */
    ABSENT,
    /** It runs here. */
    RUNNING,
    /** It was stopped here to be sent away; its connections are locked. */
    FROZEN,
    /** An image of it is on its way here. */
    RECEIVING,
    /** The whole image is here, checked, with its connections locked; it does not run. */
    STAGED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
