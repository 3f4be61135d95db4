package lifeboat.connectors.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step of a way through a tree of elements.
 *
 * @param element its name
 * @param keys what some of its children must say, by their names; empty if any will do
 */
public record PathStep(String element, Map<String, String> keys) {

    private static final Pattern STEP = Pattern.compile("(?<element>[\\w.-]+)(?<keys>(\\[[\\w.-]+=[^\\]]+])*)(/|$)");
    private static final Pattern KEY = Pattern.compile("\\[([\\w.-]+)='?([^\\]']+)'?]");

    /** @throws IllegalArgumentException if it is no such way */
    static List<PathStep> all(String path) {
        List<PathStep> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("'%s' is no way by the names of elements, like a/b[key=value]/c"
                        .formatted(path));
            }
            Map<String, String> keys = new LinkedHashMap<>();
            KEY.matcher(matcher.group("keys")).results().forEach(key -> keys.put(key.group(1), key.group(2)));
            steps.add(new PathStep(matcher.group("element"), keys));
            at = matcher.end();
        }
        return steps;
    }
}
