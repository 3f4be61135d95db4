package lifeboat.connectors.device;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one migration to the PMCs: {@code NUMBER@NAME}. The name is this migration's alone, whatever engine runs it; a
 * later migration of a process has a greater number.
 */
public record MigrationEpoch(long number, String name) implements Comparable<MigrationEpoch> {

    /** Before any migration. */
    public static final MigrationEpoch NONE = new MigrationEpoch(0, "");

    private static final Comparator<MigrationEpoch> ORDER = Comparator.comparingLong(MigrationEpoch::number)
            .thenComparing(MigrationEpoch::name);
    private static final Pattern TEXT = Pattern.compile("(\\d+)(?:@(\\S+))?");

    /** @throws IllegalArgumentException if it is none */
    public static MigrationEpoch of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is no epoch".formatted(text));
        }
        return new MigrationEpoch(Long.parseLong(matcher.group(1)), matcher.group(2) == null ? "" : matcher.group(2));
    }

    @Override
    public int compareTo(MigrationEpoch other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? String.valueOf(number) : number + "@" + name;
    }
}
