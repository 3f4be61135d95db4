package lifeboat.embedded.feel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.time.temporal.TemporalUnit;
import java.util.List;

/** An ISO 8601 duration with both: years, months, weeks and days, and hours, minutes and seconds. */
public record IsoInterval(Period period, Duration duration) implements TemporalAmount {

    /** @throws DateTimeException if it is none */
    public static IsoInterval parse(String text) {
        int time = text.indexOf('T');
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (time < 0) {
            return new IsoInterval(Period.parse(text), Duration.ZERO);
        }
        String prefix = text.substring(0, sign);
        String days = text.substring(0, time);
        return new IsoInterval(days.length() == sign + 1 ? Period.ZERO : Period.parse(days),
                Duration.parse(prefix + "P" + text.substring(time)));
    }

    @Override
    public long get(TemporalUnit unit) {
        return period.getUnits().contains(unit) ? period.get(unit) : duration.get(unit);
    }

    @Override
    public List<TemporalUnit> getUnits() {
        return period.getUnits();
    }

    @Override
    public Temporal addTo(Temporal temporal) {
        return temporal.plus(period).plus(duration);
    }

    @Override
    public Temporal subtractFrom(Temporal temporal) {
        return temporal.minus(period).minus(duration);
    }
}
