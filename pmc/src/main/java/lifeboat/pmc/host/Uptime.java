package lifeboat.pmc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Seconds since the boot: when processes start is told by them, and they never jump. */
public final class Uptime {

    private static final double TICKS_A_SECOND = 100;
    private static final double TICK = 2 / TICKS_A_SECOND;
    private static final int START_TIME_AFTER_NAME = 19;

    private Uptime() {
    }

    public static double now() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    }

    /** Whether a process that lives was started within some time after a moment. */
    public static boolean isStartOf(long pid, double moment, Duration within) throws IOException {
        Path stat = Path.of("/proc", String.valueOf(pid), "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        String text = Files.readString(stat);
        String[] afterName = text.substring(text.lastIndexOf(')') + 2).split(" ");
        double start = Long.parseLong(afterName[START_TIME_AFTER_NAME]) / TICKS_A_SECOND;
        return start >= moment - TICK && start <= moment + within.toSeconds();
    }
}
