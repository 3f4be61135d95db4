package lifeboat.connectors.definition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as devices list them: {@code 10,40-45,100}, {@code 10 40 to 45}, {@code ALL}, {@code NONE}. */
record NumberRanges(String text) {

    private static final Pattern ALL = Pattern.compile("(?i)all|\\*");
    private static final Pattern NONE = Pattern.compile("(?i)none|");
    private static final Pattern ASIDE = Pattern.compile("\\([^)]*\\)");
    private static final Pattern UP_TO = Pattern.compile("(?i)\\s*-\\s*|\\s+to\\s+");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    /** Whether a number is among them; empty if something in the list is no number. */
    Optional<Boolean> contain(int number) {
        String listed = UP_TO.matcher(ASIDE.matcher(text).replaceAll("")).replaceAll("-").strip();
        if (ALL.matcher(listed).matches() || NONE.matcher(listed).matches()) {
            return Optional.of(ALL.matcher(listed).matches());
        }
        boolean isThere = false;
        for (String piece : listed.split("[,\\s]+")) {
            Matcher range = RANGE.matcher(piece);
            if (!range.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            isThere |= first <= number && number <= last;
        }
        return Optional.of(isThere);
    }
}
