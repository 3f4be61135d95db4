package lifeboat.connectors.terminal;

import java.util.regex.Pattern;

/** A line as the device repeats it before it answers: whole, wrapped at its terminal's width, or only the end of it. */
public final class Echo {

    private static final char SCROLLED = '$';
    private static final int NOT_LATER_THAN = 4096;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String line;

    public Echo(String line) {
        this.line = line.strip();
    }

    /** Whether a device has repeated the line, perhaps after something else that it had to say. */
    public boolean isIn(String printed) {
        String beginning = printed.substring(0, Math.min(printed.length(), line.length() + NOT_LATER_THAN));
        return squeezed(beginning).contains(squeezed(line)) || !removedFrom(printed).equals(printed);
    }

    private static String squeezed(String text) {
        return SPACES.matcher(text).replaceAll("");
    }

    /** What a device printed, without the line's repetition if it begins with it. */
    public String removedFrom(String printed) {
        int at = 0;
        while (at < printed.length() && Character.isWhitespace(printed.charAt(at))) {
            at++;
        }
        int scrolled = scrolledEcho(printed, at);
        if (scrolled > 0) {
            return printed.substring(scrolled);
        }
        for (int i = 0; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i))) {
                continue;
            }
            while (at < printed.length() && Character.isWhitespace(printed.charAt(at))) {
                at++;
            }
            if (at >= printed.length() || printed.charAt(at) != line.charAt(i)) {
                return printed;
            }
            at++;
        }
        int end = printed.indexOf('\n', at);
        return !line.isEmpty() && end >= 0 && printed.substring(at, end).isBlank() ? printed.substring(end + 1)
                : printed;
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
