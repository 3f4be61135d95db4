package lifeboat.evidence.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signed notes in a file, a mailbox, or what a syslog server wrote, where {@code \n} stands for a line's end. */
final class EarlierNotes {

    private static final Pattern NOTE = Pattern.compile(
            "(?m)(\\S+)\\n(\\d+)\\n([A-Za-z0-9+/]{43}=)\\n\\n((?:\u2014 \\S+ [A-Za-z0-9+/=]+\\n?)+)");

    private EarlierNotes() {
    }

    static List<String> in(String text) {
        List<String> notes = new ArrayList<>();
        Matcher matcher = NOTE.matcher(text.replace("\r\n", "\n").replace("\\n", "\n"));
        while (matcher.find()) {
            notes.add("%s\n%s\n%s\n\n%s\n".formatted(matcher.group(1), matcher.group(2), matcher.group(3),
                    matcher.group(4).strip()));
        }
        return notes;
    }
}
