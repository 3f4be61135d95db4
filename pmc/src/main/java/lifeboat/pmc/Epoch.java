package lifeboat.pmc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one migration to the PMCs: a number and, so that no two engines ever mean the same one, a name drawn for this
 * migration alone. A later migration of a process has a greater number.
 */
public record Epoch(long number, String name) implements Comparable<Epoch> {

    /** Before any migration. */
    public static final Epoch NONE = new Epoch(0, "");

    private static final Comparator<Epoch> ORDER = Comparator.comparingLong(Epoch::number).thenComparing(Epoch::name);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:@([\\w-]{1,64}))?");

    /** {@code NUMBER} or {@code NUMBER@NAME}; empty if it is neither. */
    public static Optional<Epoch> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? Optional.of(new Epoch(Long.parseLong(matcher.group(1)),
                matcher.group(2) == null ? "" : matcher.group(2))) : Optional.empty();
    }

    @JsonCreator
    static Epoch parse(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException("'%s' is no epoch".formatted(text)));
    }

    @Override
    public int compareTo(Epoch other) {
        return ORDER.compare(this, other);
    }

    Epoch orLater(Epoch other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    @JsonValue
    public String toString() {
        return name.isEmpty() ? String.valueOf(number) : number + "@" + name;
    }
}
