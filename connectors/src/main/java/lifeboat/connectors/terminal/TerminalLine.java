package lifeboat.connectors.terminal;

/**
 * The line of a terminal that is being printed. Carriage return, backspace and the cursor's movements within the line
 * repaint it, a movement to another row begins a new one; every other control sequence (ECMA-48) is left out, also if
 * it arrives in pieces.
 */
final class TerminalLine {

    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';
    private static final int LONGEST_PARAMETERS = 64;
    private static final int WIDEST = 1000;
    private static final int UNKNOWN_ROW = 0;
    /**
     * Takes the width of what is not part of the text: a pager, which the device may rub out or not, and what is left
     * of the first thing that is painted in a line. In no alphabet.
     */
    private static final char FORGOTTEN = '\uE0FF';

    private enum State { TEXT, ESCAPED, CHARACTER_SET, CONTROL_SEQUENCE, COMMAND, COMMAND_ESCAPED }

    private final StringBuilder done;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder parameters = new StringBuilder();
    private int column;
    private int row = UNKNOWN_ROW;
    private State state = State.TEXT;

    /** @param done where lines go when they are complete */
    TerminalLine(StringBuilder done) {
        this.done = done;
    }

    void clear() {
        line.setLength(0);
        column = 0;
    }

    /** Forgets the line from this text on, if it is in it. What is printed next comes behind what was before it. */
    boolean forgetFrom(String shown) {
        int from = line.lastIndexOf(shown);
        for (int i = Math.max(from, 0); from >= 0 && i < line.length(); i++) {
            line.setCharAt(i, FORGOTTEN);
        }
        return from >= 0;
    }

    /** The line up to the cursor, or all of it if there is text behind the cursor. */
    String visible() {
        for (int i = column; i < line.length(); i++) {
            if (line.charAt(i) != ' ' && line.charAt(i) != FORGOTTEN) {
                return remembered(line.toString());
            }
        }
        return remembered(line.substring(0, Math.min(column, line.length())));
    }

    private static String remembered(String text) {
        return text.indexOf(FORGOTTEN) < 0 ? text : text.replace(String.valueOf(FORGOTTEN), "");
    }

    /** What is visible of it: only its end, if the line is longer than {@code longest}. */
    String tail(int longest) {
        return line.length() > longest ? remembered(line.substring(line.length() - longest)) : visible();
    }

    int length() {
        return line.length();
    }

    void accept(String text) {
        int at = 0;
        while (at < text.length()) {
            int end = state == State.TEXT && column == line.length() ? endOfPlainText(text, at) : at;
            if (end > at) {
                line.append(text, at, end);
                column = line.length();
                at = end;
            } else {
                accept(text.charAt(at));
                at++;
            }
        }
    }

    private static int endOfPlainText(String text, int from) {
        int end = from;
        while (end < text.length() && isVisible(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isVisible(char c) {
        return c >= ' ' && c != 0x7f || c == '\t';
    }

    private void accept(char c) {
        switch (state) {
            case TEXT -> text(c);
            case ESCAPED -> state = switch (c) {
                case '[' -> begin(State.CONTROL_SEQUENCE);
                case ']', 'P', '^', '_' -> State.COMMAND;
                case '(', ')', '#' -> State.CHARACTER_SET;
                case 'D', 'E' -> nextLine();
                default -> State.TEXT;
            };
            case CHARACTER_SET -> state = State.TEXT;
            case CONTROL_SEQUENCE -> controlSequence(c);
            case COMMAND -> state = c == BELL ? State.TEXT : c == ESCAPE ? State.COMMAND_ESCAPED : State.COMMAND;
            case COMMAND_ESCAPED -> state = c == '\\' ? State.TEXT : State.COMMAND;
        }
    }

    private State nextLine() {
        endLine();
        return State.TEXT;
    }

    private State begin(State next) {
        parameters.setLength(0);
        return next;
    }

    private void text(char c) {
        switch (c) {
            case ESCAPE -> state = State.ESCAPED;
            case '\n' -> endLine();
            case '\r' -> column = 0;
            case '\b' -> column = Math.max(0, column - 1);
            default -> {
                if (isVisible(c)) {
                    put(c);
                }
            }
        }
    }

    private void endLine() {
        int length = line.length();
        while (length > 0 && (line.charAt(length - 1) == ' ' || line.charAt(length - 1) == FORGOTTEN)) {
            length--;
        }
        done.append(remembered(line.substring(0, length))).append('\n');
        clear();
        row = UNKNOWN_ROW;
    }

    private void put(char c) {
        while (line.length() < column) {
            line.append(' ');
        }
        if (column < line.length()) {
            line.setCharAt(column, c);
        } else {
            line.append(c);
        }
        column++;
    }

    private void controlSequence(char c) {
        if (c < '@' || c > '~') {
            parameters.append(c);
            if (parameters.length() > LONGEST_PARAMETERS) {
                state = State.TEXT;
            }
            return;
        }
        state = State.TEXT;
        switch (c) {
            case 'D' -> column = Math.max(0, column - count());
            case 'C' -> column += Math.min(count(), WIDEST);
            case 'G' -> column = Math.min(count(), WIDEST) - 1;
            case 'H', 'f' -> moveTo(count(), parameter(1));
            case 'B', 'E' -> endLine();
            case 'K' -> erase();
            case 'P' -> line.delete(Math.min(column, line.length()), Math.min(column + count(), line.length()));
            default -> {
                // colours, modes and movements between lines leave no trace
            }
        }
    }

    /**
     * A device that paints its screen says where each piece of it goes. What comes first in a line is its beginning,
     * wherever that is: a prompt in the middle of the screen is one.
     */
    private void moveTo(int wantedRow, int wantedColumn) {
        if (row != UNKNOWN_ROW && wantedRow != row && line.length() > 0) {
            endLine();
        }
        row = wantedRow;
        column = Math.min(wantedColumn, WIDEST) - 1;
        if (line.length() == 0) {
            line.append(String.valueOf(FORGOTTEN).repeat(column));
        }
    }

    private void erase() {
        if (parameters.toString().equals("2")) {
            line.setLength(0);
        } else if (parameters.isEmpty() || parameters.toString().equals("0")) {
            line.setLength(Math.min(column, line.length()));
        }
    }

    /** The first parameter, 1 if there is none. */
    private int count() {
        return parameter(0);
    }

    private int parameter(int index) {
        String[] all = parameters.toString().split(";", index + 2);
        return all.length > index && all[index].matches("\\d{1,6}") ? Math.max(1, Integer.parseInt(all[index])) : 1;
    }
}
