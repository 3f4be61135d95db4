package lifeboat.trial.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.app.status.StepTimes;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;

/** The paper's table 2 with our figures beside the paper's. */
final class ResultTable {

    private static final Map<Integer, String> ELEMENTS = Map.of(
            2, SessionMigrationElement.Task_ReserveBandwidth, 3, SessionMigrationElement.Task_ConfigureVlan, 4,
                    SessionMigrationElement.Task_Freeze, 5, SessionMigrationElement.Task_Transfer,
            6, SessionMigrationElement.Task_MoveVirtualIp, 7, SessionMigrationElement.Task_SwitchUserVlan, 8,
                    SessionMigrationElement.Task_Resume, 9, SessionMigrationElement.Task_DeleteBandwidth,
            10, SessionMigrationElement.Task_DeleteVlan, 11, SessionMigrationElement.Task_Report);
    private static final List<String> NAMES = List.of("Start, and plan", "Reserve bandwidth", "Configure VLAN",
            "Freeze process", "Migrate process", "Move virtual IP", "Switch user VLAN", "Resume process",
            "Delete bandwidth", "Delete VLAN", "Report completion");
    private static final String ROW = "  %-28s %14s %14s %14s %14s%n";

    private final PrintWriter out;

    ResultTable(PrintWriter out) {
        this.out = out;
    }

    void print(DemoMigration with, DemoMigration without) {
        out.printf(ROW, "", "light path", "paper", "no light path", "paper");
        out.printf(ROW, "", "1 Gbit/s", "1 Gbit/s", "10 Mbit/s", "10 Mbit/s");
        out.printf(ROW, "Strategy", with.strategy(), "stop-and-copy", without.strategy(), "stop-and-copy");
        for (int step = 1; step <= NAMES.size(); step++) {
            if (step == 4) {
                aside("STEP 5 begins, first image", SessionMigrationElement.Task_SendFirstImage, with, without);
            }
            String element = step == 1 ? SessionMigrationElement.Task_Plan : ELEMENTS.get(step);
            out.printf(ROW, "STEP %d %s".formatted(step, NAMES.get(step - 1)), time(with, element),
                    step == 7 ? "0.1 s" : "", time(without, element), step == 7 ? "0.1 s" : "");
        }
        aside("STEP 5 ends, pages", SessionMigrationElement.Task_FetchPages, with, without);
        out.printf(ROW, "Freeze window (4 to 8)", seconds(with.freezeWindow()), "2.7 s",
                seconds(without.freezeWindow()), "79.6 s");
        out.printf(ROW, "User's longest pause", seconds(with.user().longestPause()), "",
                seconds(without.user().longestPause()), "");
        out.printf(ROW, "Total", seconds(with.total()), "9.85 s", seconds(without.total()), "80.10 s");
        out.printf(ROW, "Bytes the user received", with.user().bytes(), "", without.user().bytes(), "");
        out.printf(ROW, "Every byte in order", yes(with.user().inOrder()), "", yes(without.user().inOrder()), "");
        out.printf(ROW, "Resets", with.user().resets(), "0", without.user().resets(), "0");
    }

    /** A part of step 5 that the users do not wait for, if there was one. */
    private void aside(String name, String element, DemoMigration with, DemoMigration without) {
        if (with.has(element) || without.has(element)) {
            out.printf(ROW, name, time(with, element), "", time(without, element), "");
        }
    }

    private static String time(DemoMigration run, String element) {
        return run.migration().steps().find(element).map(StepTimes.Element::duration).map(d -> seconds(d))
                .orElse("skipped");
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(d -> seconds(d)).orElse("-");
    }

    private static String seconds(Duration duration) {
        return "%.3f s".formatted(duration.toMillis() / 1000.0);
    }

    private static String yes(boolean answer) {
        return answer ? "yes" : "NO";
    }
}
