package lifeboat.pmc;

import java.util.Locale;

/** What a PMC was about to do to a copy when it wrote its record. */
public enum Intent {
    /** Nothing: what the record says is what is there. */
    NONE,
    FREEZE,
    THAW,
    RESUME,
    /** To stage what is kept of the process, without its connections. */
    RESTART,
    DISCARD;

    /** Whether a copy is as it was to become. */
    boolean isDone(LocalCopyState state) {
        return switch (this) {
            case FREEZE -> state == LocalCopyState.FROZEN;
            case THAW, RESUME -> state == LocalCopyState.RUNNING;
            case DISCARD -> state == LocalCopyState.ABSENT;
            case RESTART -> state == LocalCopyState.STAGED;
            case NONE -> true;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
