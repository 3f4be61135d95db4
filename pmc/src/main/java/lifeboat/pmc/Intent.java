package lifeboat.pmc;

import java.util.Locale;

/** What a PMC was about to do to a copy when it wrote its record. */
public enum Intent {
    /** Nothing: what the record says is what is there. */
    NONE,
    FREEZE,
    THAW,
    RESUME,
    DISCARD;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
