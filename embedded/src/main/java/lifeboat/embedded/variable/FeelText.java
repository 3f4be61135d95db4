package lifeboat.embedded.variable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import org.camunda.feel.syntaxtree.ValDateTime;
import org.camunda.feel.syntaxtree.ValDayTimeDuration;
import org.camunda.feel.syntaxtree.ValLocalDateTime;
import org.camunda.feel.syntaxtree.ValLocalTime;
import org.camunda.feel.syntaxtree.ValYearMonthDuration;

/** Times and durations as FEEL writes them: {@code 2024-01-01T10:00:00Z}, {@code P1D}. */
class FeelText<T> extends StdSerializer<T> {

    FeelText(Class<T> type) {
        super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(text(value));
    }

    private static String text(Object value) {
        if (value instanceof ZonedDateTime time) {
            return new ValDateTime(time).toString();
        }
        if (value instanceof LocalDateTime time) {
            return new ValLocalDateTime(time).toString();
        }
        if (value instanceof LocalTime time) {
            return new ValLocalTime(time).toString();
        }
        if (value instanceof Duration duration) {
            return new ValDayTimeDuration(duration).toString();
        }
        if (value instanceof Period period) {
            return new ValYearMonthDuration(period).toString();
        }
        return value instanceof OffsetTime time ? time.toLocalTime() + time.getOffset().toString() : value.toString();
    }
}
