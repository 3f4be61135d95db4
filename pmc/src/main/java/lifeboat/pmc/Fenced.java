package lifeboat.pmc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a target's PMC answers when it is asked to bar the way to an epoch's resume for ever. */
public enum Fenced {
    /** The way is barred: no process will ever resume here by this epoch, nor did one. */
    FENCED,
    /** The process was resumed here, and all of its memory is here. */
    RUNNING_COMPLETE,
    /** The process was resumed here, and fetches pages from where it was. */
    RUNNING_PAGES_TO_COME,
    /** A resume was begun, and is neither done nor proven undone. */
    UNDECIDED,
    /** The users are on their way here: this server resumes the process by itself at its deadline, or says otherwise. */
    WAIT,
    /** There is no record of an epoch that may have been here. */
    UNKNOWN;

    /** @return empty if there is no such answer */
    public static Optional<Fenced> of(String words) {
        return Arrays.stream(values()).filter(answer -> answer.toString().equals(words)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
