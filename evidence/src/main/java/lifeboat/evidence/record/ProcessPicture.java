package lifeboat.evidence.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The diagram of a process with the way that a migration took, in pieces that are as wide as a page.
 *
 * @param svg as bpmn-js draws it
 * @param bpmnSha256 of the BPMN file that it was drawn from, in hexadecimal
 */
public record ProcessPicture(String svg, String bpmnSha256) {

    private static final Pattern SIZE = Pattern.compile("viewBox=\"(-?\\d+) (-?\\d+) (\\d+) (\\d+)\"");
    private static final int PIECE = 1300;
    /** What one piece cuts through is whole in the next. */
    private static final int OVERLAP = 110;
    private static final Map<String, String> COLOURS = Map.of("completed", "#0b7a3b", "active", "#1b5fc1",
            "terminated", "#b3261e");

    /** @return HTML */
    String of(MigrationRecord migration) {
        Matcher size = SIZE.matcher(svg);
        if (!size.find()) {
            return "";
        }
        int left = Integer.parseInt(size.group(1));
        int width = Integer.parseInt(size.group(3));
        int pieces = (width + PIECE - 1) / PIECE;
        int piece = (width + pieces - 1) / pieces;
        StringBuilder html = new StringBuilder(style(migration));
        html.append("<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><g id=\"process\">")
                .append(svg, svg.indexOf('>', svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
                .append("</g></defs></svg>\n");
        for (int i = 0; i < pieces; i++) {
            html.append("<svg class=\"piece\" viewBox=\"%d %s %d %s\"><use href=\"#process\"/></svg>%n".formatted(
                    left + i * piece - OVERLAP, size.group(2), piece + 2 * OVERLAP, size.group(4)));
        }
        return html.toString();
    }

    private static String style(MigrationRecord migration) {
        Map<String, List<String>> states = new TreeMap<>();
        passed(migration).forEach((id, state) -> states.computeIfAbsent(state, any -> new ArrayList<>()).add(
                "g[data-element-id=\"%s\"]>.djs-visual>:first-child".formatted(id)));
        StringBuilder style = new StringBuilder("<style>");
        states.forEach((state, selectors) -> style.append("%s{stroke:%s !important;stroke-width:4px !important}%n"
                .formatted(String.join(",", selectors), COLOURS.getOrDefault(state, "black"))));
        return style.append("</style>\n").toString();
    }

    /** The last state of each element; of a migration that was not reported, of its steps. */
    private static Map<String, String> passed(MigrationRecord migration) {
        Map<String, String> passed = new TreeMap<>();
        migration.tries().stream().filter(step -> step.begun().process().equals("session-migration"))
                .forEach(step -> passed.put(step.begun().step(), step.ended() != null
                        && step.ended().isDone() ? "completed" : "terminated"));
        migration.elements().stream()
                .filter(element -> element.id().matches("\\w+"))
                .forEach(element -> passed.put(element.id(), element.state()));
        return passed;
    }
}
