package lifeboat.app.cli;

import java.util.Set;
import java.util.stream.Collectors;

/** A text from elsewhere on an operator's screen: it cannot pretend to be another line, or to be the screen. */
final class OneLine {

    private static final String NOT_SHOWN = "\ufffd";
    /** What moves, turns or hides what is around it. */
    private static final Set<Byte> HIDDEN = Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR);

    private OneLine() {
    }

    static String of(String text) {
        return text.strip().chars().mapToObj(c -> c == '\n' || c == '\r' || c == '\t' ? " "
                : HIDDEN.contains((byte) Character.getType(c)) ? NOT_SHOWN : String.valueOf((char) c)).collect(Collectors.joining());
    }
}
