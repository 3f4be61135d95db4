package lifeboat.evidence.record;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Map;
import lifeboat.evidence.log.LogEntry;

/** Facts as what an entry says, and back. A later version may know more of a fact. */
public final class FactJson {

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() { };

    private final ObjectMapper mapper = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    public Map<String, Object> fields(Fact fact) {
        return mapper.convertValue(fact, FIELDS);
    }

    /** Any object whose fields are told, a plan for example. */
    public Object plain(Object value) {
        return mapper.convertValue(value, Object.class);
    }

    <T extends Fact> T read(LogEntry entry, Class<T> type) {
        return mapper.convertValue(entry.what(), type);
    }
}
