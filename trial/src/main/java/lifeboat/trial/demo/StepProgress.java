package lifeboat.trial.demo;

import java.io.PrintWriter;
import java.util.List;
import lifeboat.app.status.StepTimes;

/** Shows the steps as they pass: one live line on a terminal, a line for each finished step elsewhere. */
final class StepProgress {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private int shown;

    StepProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(StepTimes steps) {
        List<StepTimes.Element> tasks = steps.tasks();
        while (shown < tasks.size() && tasks.get(shown).end() != null) {
            StepTimes.Element task = tasks.get(shown++);
            out.printf("%s  %-34s %9.3f s  %s%n", terminal ? CLEAR_LINE : "", task.name(),
                    task.duration().toMillis() / 1000.0,
                    task.state() == StepTimes.Element.State.COMPLETED ? "done" : "failed");
        }
        if (terminal && shown < tasks.size()) {
            StepTimes.Element task = tasks.get(shown);
            out.printf("%s  %-34s %9.3f s  ...", CLEAR_LINE, task.name(), task.duration().toMillis() / 1000.0);
        }
        out.flush();
    }
}
