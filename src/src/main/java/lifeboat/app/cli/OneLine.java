package lifeboat.app.cli;

import java.util.stream.Collectors;

/** A text from elsewhere on an operator's screen: it cannot pretend to be another line, or to be the screen. */
final class OneLine {

    private static final String NOT_SHOWN = "\ufffd";

    private OneLine() {
    }

    static String of(String text) {
        return text.strip().chars().mapToObj(c -> c == '\n' || c == '\r' || c == '\t' ? " "
                : Character.isISOControl(c) ? NOT_SHOWN : String.valueOf((char) c)).collect(Collectors.joining());
    }
}
