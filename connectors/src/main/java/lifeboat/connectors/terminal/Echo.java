package lifeboat.connectors.terminal;

import java.util.function.Predicate;

/** A line as the device repeats it before it answers: whole, wrapped at its terminal's width, or only the end of it. */
public final class Echo {

    /** Where an answer begins that the device has not begun with the line. */
    public static final int NOWHERE = -1;
    private static final char SCROLLED = '$';
    /** What a device says of its own accord before it comes to the line is not longer. */
    private static final int NOT_LATER_THAN = 4096;

    private final String line;

    public Echo(String line) {
        this.line = line.strip();
    }

    /**
     * Where the answer begins: behind the line's repetition, with which what was printed begins, or which follows a
     * prompt, where the device had something else to say first.
     *
     * @return the position, or {@link #NOWHERE} if the line is not repeated
     */
    public int endIn(String printed, Predicate<String> isPrompt) {
        if (line.isEmpty()) {
            return 0;
        }
        int end = endAtBeginning(printed);
        return end >= 0 ? end : endLater(printed, isPrompt);
    }

    private int endLater(String printed, Predicate<String> isPrompt) {
        int limit = Math.min(printed.length(), line.length() + NOT_LATER_THAN);
        for (int from = 0, end = printed.indexOf('\n'); end >= 0 && end <= limit; from = end + 1,
                end = printed.indexOf('\n', from)) {
            String shown = printed.substring(from, end).strip();
            if (shown.endsWith(line)) {
                String before = shown.substring(0, shown.length() - line.length()).strip();
                if (before.isEmpty() || isPrompt.test(before)) {
                    return end + 1;
                }
            }
        }
        return NOWHERE;
    }

    private int endAtBeginning(String printed) {
        int at = 0;
        while (at < printed.length() && Character.isWhitespace(printed.charAt(at))) {
            at++;
        }
        int scrolled = scrolledEcho(printed, at);
        if (scrolled > 0) {
            return scrolled;
        }
        for (int i = 0; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i))) {
                continue;
            }
            while (at < printed.length() && Character.isWhitespace(printed.charAt(at))) {
                at++;
            }
            if (at >= printed.length() || printed.charAt(at) != line.charAt(i)) {
                return NOWHERE;
            }
            at++;
        }
        int end = printed.indexOf('\n', at);
        return end >= 0 && printed.substring(at, end).isBlank() ? end + 1 : NOWHERE;
    }

    /** A terminal that is too narrow shows {@code $} and the end of the line. */
    private int scrolledEcho(String printed, int from) {
        int end = printed.indexOf('\n', from);
        if (end < 0 || from >= end || printed.charAt(from) != SCROLLED) {
            return 0;
        }
        String shown = printed.substring(from + 1, end).strip();
        return !shown.isEmpty() && line.endsWith(shown) ? end + 1 : 0;
    }
}
