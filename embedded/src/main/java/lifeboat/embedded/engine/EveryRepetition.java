package lifeboat.embedded.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.embedded.feel.IsoInterval;
import org.operaton.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.operaton.bpm.engine.impl.persistence.entity.TimerEntity;

/**
 * Repeats a timer as often as its cycle says, each time an interval after it was due before: the engine's own calendar
 * leaves out what it was too late for.
 */
class EveryRepetition extends CycleBusinessCalendar {

    private static final Pattern CYCLE = Pattern.compile("R(\\d*)/(?:[^P/]+/)?(P[^/]+)");

    @Override
    public Date resolveDuedate(String repeat, Date startDate, long repeatOffset) {
        JobExecutorContext executing = Context.getJobExecutorContext();
        Matcher cycle = CYCLE.matcher(repeat);
        if (executing != null && executing.getCurrentJob() instanceof TimerEntity timer
                && repeat.equals(timer.getRepeat()) && cycle.matches()) {
            return next(timer, cycle);
        }
        return super.resolveDuedate(repeat, startDate, repeatOffset);
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
        Instant due = fired.getDuedate().toInstant();
        return Date.from(due.atZone(ZoneOffset.UTC).plus(IsoInterval.parse(cycle.group(2))).toInstant());
    }
}
