package lifeboat.evidence.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of the log: a line of canonical JSON.
 *
 * @param index its place in the log, from 0
 * @param time when it was written, by the controller's clock
 * @param migration which migration it is about; null if it is about none
 * @param what the rest, depending on the kind
 * @param original as it was read; null if it was not
 */
public record LogEntry(long index, Instant time, String migration, EntryKind kind, Map<String, ?> what,
        String original) {

    private static final CanonicalJson JSON = new CanonicalJson();

    LogEntry(long index, Instant time, String migration, EntryKind kind, Map<String, ?> what) {
        this(index, time, migration, kind, what, null);
    }

    /** As it stands in the log, without the end of the line. */
    public byte[] line() {
        if (original != null) {
            return original.getBytes(StandardCharsets.UTF_8);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("index", String.valueOf(index));
        fields.put("time", time.toString());
        if (migration != null) {
            fields.put("migration", migration);
        }
        fields.put("kind", kind.toString());
        fields.put("what", what);
        return JSON.of(fields);
    }

    /** @throws IllegalArgumentException if this is no entry, or not written in the one way that it can be written */
    @SuppressWarnings("unchecked")
    public static LogEntry of(byte[] line) {
        try {
            Map<?, ?> fields = JSON.read(line);
            if (!JSON.isCanonical(line)) {
                throw new IllegalArgumentException("it is not written as canonical JSON");
            }
            return new LogEntry(Long.parseLong((String) fields.get("index")),
                    Instant.parse((String) fields.get("time")), (String) fields.get("migration"),
                    EntryKind.of(fields.get("kind")).orElseThrow(() -> new IllegalArgumentException(
                            "its kind is not known")),
                    Objects.requireNonNull((Map<String, ?>) fields.get("what"), "it does not say what"),
                    new String(line, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        } catch (ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException("it is no entry: " + e.getMessage(), e);
        }
    }

    /** A text of it; empty if there is none. */
    public String text(String name) {
        return Objects.toString(what.get(name), "");
    }
}
