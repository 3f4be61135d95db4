package lifeboat.embedded.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an engine answered to probes, made comparable: keys and generated ids are alike, elements are in one order. */
final class Answers {

    private static final String RECORDED = "/conformance/zeebe-answers.txt";
    private static final String PROBE = "## ";
    private static final String ELEMENTS = "elements ";
    private static final Pattern GENERATED_ID =
            Pattern.compile("_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-fK]{4,}-?[0-9a-fK]*");

    /** A long number, and a shorter one that begins with no zero and ends no decimal. */
    private static final Pattern KEY =
            Pattern.compile("[0-9]{10,}(?:-[0-9]+)?|\\b[1-9][0-9]{4,9}\\b(?=[^.\\w]|$)");
    private static final Pattern NAMED_KEY = Pattern.compile("(key|instance) ['`](?:\\d+|K)['`]");

    private Answers() {
    }

    /** What a real Zeebe said, recorded. */
    static Map<String, List<String>> ofZeebe() throws IOException {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Answers.class.getResourceAsStream(RECORDED), StandardCharsets.UTF_8))) {
            List<String> current = List.of();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PROBE)) {
                    current = answers.computeIfAbsent(line.substring(PROBE.length()), name -> new ArrayList<>());
                } else {
                    current.add(normal(line.strip()));
                }
            }
        }
        return answers;
    }

    static String normal(String line) {
        String alike = NAMED_KEY.matcher(GENERATED_ID.matcher(KEY.matcher(line).replaceAll("K")).replaceAll("_#"))
                .replaceAll("$1 'K'");
        return !alike.startsWith(ELEMENTS) ? alike : ELEMENTS
                + String.join(" ", Stream.of(alike.substring(ELEMENTS.length()).split(" ")).sorted().toList());
    }
}
