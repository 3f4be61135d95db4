package lifeboat.app.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in the past, as an operator writes it: a date (UTC), a time, or how long ago. */
final class SinceOption implements ITypeConverter<SinceOption.Since> {

    /** The time. */
    record Since(OffsetDateTime start) {
    }

    private static final Pattern AGO = Pattern.compile("(\\d{1,5})([mhd])");

    private final Clock clock;

    SinceOption() {
        this(Clock.systemUTC());
    }

    SinceOption(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Since convert(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            return new Since(OffsetDateTime.now(clock).minus(switch (ago.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            }));
        }
        try {
            return new Since(text.contains("T") ? OffsetDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new TypeConversionException("'%s' is no date (2026-11-27), time (2026-11-27T20:15:00Z) or how long "
                    .formatted(text) + "ago (30m, 12h, 7d)");
        }
    }
}
