package lifeboat.embedded.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.embedded.feel.IsoInterval;
import org.operaton.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.operaton.bpm.engine.impl.persistence.entity.TimerEntity;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * Repeats a timer as often as its cycle says, each time an interval after it was due before: the engine's own calendar
 * leaves out what it was too late for.
 */
class EveryRepetition extends CycleBusinessCalendar {

    private static final Pattern CYCLE = Pattern.compile("R(\\d*)/(?:([^P/]+)/)?(P[^/]+)");

    @Override
    public Date resolveDuedate(String repeat, Date startDate, long repeatOffset) {
        JobExecutorContext executing = Context.getJobExecutorContext();
        Matcher cycle = CYCLE.matcher(repeat);
        if (executing != null && executing.getCurrentJob() instanceof TimerEntity timer
                && repeat.equals(timer.getRepeat()) && cycle.matches()) {
            return next(timer, cycle);
        }
        return cycle.matches() && cycle.group(2) != null ? first(cycle)
                : super.resolveDuedate(repeat, startDate, repeatOffset);
    }

    /** A start that is over does not count: the first time is one repetition from now. */
    private static Date first(Matcher cycle) {
        Instant start = ZonedDateTime.parse(cycle.group(2)).toInstant();
        Instant now = ClockUtil.now().toInstant();
        return Date.from(start.isBefore(now) ? after(now, cycle) : start);
    }

    private static Instant after(Instant time, Matcher cycle) {
        return time.atZone(ZoneOffset.UTC).plus(IsoInterval.parse(cycle.group(3))).toInstant();
    }

    /** The timer that follows copies the cycle from the one that fired: what is left of it. */
    private static Date next(TimerEntity fired, Matcher cycle) {
        if (!cycle.group(1).isEmpty()) {
            int left = Integer.parseInt(cycle.group(1)) - 1;
            if (left <= 0) {
                return null;
            }
            fired.setRepeat(fired.getRepeat().replaceFirst("R\\d+", "R" + left));
        }
        return Date.from(after(fired.getDuedate().toInstant(), cycle));
    }
}
