package lifeboat.evidence.record;

import java.util.Arrays;
import java.util.List;

/** Pieces of a page. Whatever comes from outside is text in it, and nothing else. */
final class Html {

    private final StringBuilder page = new StringBuilder();

    static String text(Object value) {
        return String.valueOf(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }

    Html raw(String html) {
        page.append(html).append('\n');
        return this;
    }

    Html heading(String text) {
        return raw("<h2>%s</h2>".formatted(text(text)));
    }

    Html paragraph(String text) {
        return raw("<p>%s</p>".formatted(text(text)));
    }

    Html list(List<String> texts) {
        raw("<ul>");
        texts.forEach(text -> raw("<li>%s</li>".formatted(text(text))));
        return raw("</ul>");
    }

    Html table(String kind, List<String> head) {
        return raw("<table class=\"%s\"><thead>%s</thead><tbody>".formatted(kind, row("th", head)));
    }

    /** What is not known is left out. */
    Html row(Object... cells) {
        return raw(row("td", List.of(Arrays.stream(cells).map(cell -> cell == null ? "" : cell).toArray())));
    }

    private static String row(String kind, List<?> cells) {
        StringBuilder row = new StringBuilder("<tr>");
        cells.forEach(cell -> row.append("<%s>%s</%s>".formatted(kind, text(cell), kind)));
        return row.append("</tr>").toString();
    }

    Html endTable() {
        return raw("</tbody></table>");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
