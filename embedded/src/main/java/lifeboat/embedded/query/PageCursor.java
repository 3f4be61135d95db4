package lifeboat.embedded.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of results begins or ends, as the API writes it: the values by which results are sorted, as a JSON array
 * in Base64. Here that is how many results come before it.
 */
record PageCursor(int before) {

    private static final Pattern JSON = Pattern.compile("\\[(\\d{1,9})]");

    /** @return empty if it is none of ours */
    static Optional<PageCursor> parse(String text) {
        try {
            Matcher json = JSON.matcher(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
            return json.matches() ? Optional.of(new PageCursor(Integer.parseInt(json.group(1)))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString("[%d]".formatted(before).getBytes(StandardCharsets.UTF_8));
    }
}
