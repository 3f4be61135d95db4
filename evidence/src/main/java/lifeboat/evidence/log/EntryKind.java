package lifeboat.evidence.log;

import java.util.Arrays;
import java.util.Optional;

/** What an entry of the log says. */
public enum EntryKind {

    /** A controller began to write here. */
    OPENED,

    /** So many entries before it had no checkpoint when a controller began here: what stood there then was signed. */
    UNSIGNED,

    /** What a controller had begun to write when it was killed was cut off. */
    CUT,

    /** An earlier log was not what its checkpoints say, and was set aside. */
    SET_ASIDE,

    /** Entries were forgotten, since they were kept for as long as they had to be. Their hashes are kept. */
    FORGOTTEN,

    /** The disk was full, and then the memory: so many entries are lost. */
    DROPPED,

    /** Somebody, or something, wants a migration (step 1). */
    REQUESTED,

    /** A worker begins with a step. */
    STEP_BEGUN,

    /** A command is about to be sent to a device. */
    COMMAND,

    /** What the device answered, or why nothing came. */
    ANSWER,

    /** What became of a step. */
    STEP_ENDED,

    /** Where the service is, read from its devices. */
    HEALTH,

    /** What the engine knows of a migration when it is reported: its elements, incidents, people. */
    HISTORY,

    /** A migration was cancelled in the engine. */
    CANCELLED;

    static Optional<EntryKind> of(Object name) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase().replace('_', '-');
    }
}
