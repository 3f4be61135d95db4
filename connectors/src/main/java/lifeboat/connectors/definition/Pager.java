package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a device shows where it stops after a page. A false one would press a key where nobody waits for it, so all but
 * the well-known ones must be a line of their own, and say that it goes on, or nothing.
 *
 * @param shows what it looks like, up to the end of the line
 * @param keys what brings the next page
 */
public record Pager(Pattern shows, String keys) {

    private static final String SPACE = " ";
    private static final String RETURN = "\r";

    /** Those of many platforms. */
    public static final List<Pager> COMMON = List.of(
            of("(-+\\s*\\(?more( \\d+%)?\\)?\\s*-+|<-+\\s*more\\s*-+>|--\\s*more\\s*--.*)"),
            ownLine("\\(END\\)"),
            ownLine("lines \\d+-\\d+(/\\d+)?( \\(END\\))?"),
            ownLine("-+\\s*more\\s*\\((?!.*abort).*\\)\\s*-+"),
            ownLine("-+\\(more[^)]*\\)-+(\\(lines [\\d/ -]+\\)-*)?"),
            ownLine("-+\\s*more\\s*-+\\s*\\( ?press ctrl-c to abort ?\\)"),
            ownLine("more: ?<space>.*"),
            ownLine("more\\? enter\\b.*\\bspace\\b.*"),
            ownLine("-more <press (?!.*abort).*>-"),
            ownLine("[-.\\s]*press any key for more-*"),
            ownLine("press (any key|space|<space>)(?!.*abort)\\W*( (to|for) (continue|more|see|view|display|scroll"
                    + "|the next|next)\\b(?! (with|the|and)\\b)[\\w ,.:()<>'-]*)?"),
            ownLine("press '?q'? to quit, or any other key to continue[. ]*"),
            new Pager(pattern("^\\s*press (<enter>|enter) to continue\\b(?! (with|the|and)\\b)[^\\n]*"), RETURN),
            ownLine("press <space> for the next page\\b.*"),
            ownLine("-+ *space to continue\\b.*"),
            ownLine("\\.*press enter to next line\\b.*other key to next page.*"),
            ownLine("ctrl\\+c esc q quit .*"));

    public Pager {
        if (shows.matcher("").find()) {
            throw new IllegalArgumentException("the pager '%s' would be seen in an empty line".formatted(shows));
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Pager of(String shows) {
        return new Pager(pattern(shows), SPACE);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Pager read(String shows, String keys) {
        if (shows == null || keys == null) {
            throw new IllegalArgumentException("a pager needs 'shows', what it looks like, and 'keys'");
        }
        return new Pager(pattern(shows), keys);
    }

    private static Pager ownLine(String shows) {
        return of("^\\s*(" + shows + ")");
    }

    private static Pattern pattern(String shows) {
        return Pattern.compile("(?i)(" + shows + ")\\s*$");
    }

    /** What of a line is the pager; what is before it is not part of it. */
    public Optional<String> shownIn(String line) {
        Matcher matcher = shows.matcher(line);
        return matcher.find() ? Optional.of(matcher.group().strip()) : Optional.empty();
    }
}
