package lifeboat.connectors.definition;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as devices list them: {@code 10,40-45,100}, {@code ALL}. */
record NumberRanges(String text) {

    private static final Pattern ALL = Pattern.compile("(?i)\\s*(all|\\*)\\s*");
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");

    boolean contain(int number) {
        return ALL.matcher(text).matches() || Arrays.stream(text.split(",")).map(RANGE::matcher)
                .filter(Matcher::matches).anyMatch(range -> {
                    int first = Integer.parseInt(range.group(1));
                    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                    return first <= number && number <= last;
                });
    }
}
