package lifeboat.trial.lab;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** A lab's console: the user, faults, and a look behind the scenes. */
public final class LabConsole {

    /** What the user of the service saw. */
    public record UserReport(long bytes, boolean inOrder, Duration longestPause, boolean connected, int resets) {

        public boolean isUnharmed() {
            return inOrder && connected && resets == 0 && bytes > 0;
        }
    }

    private final DeviceSessions sessions;
    private final DeviceAddress console;

    public LabConsole(DeviceSessions sessions, DeviceAddress console) {
        this.sessions = sessions;
        this.console = console;
    }

    public String run(String line) throws SessionException {
        return sessions.with(console, session -> session.run(line));
    }

    /** A line that the lab must not refuse. @throws IllegalStateException if it does */
    public void order(String line) throws SessionException {
        String answer = run(line);
        if (answer.startsWith("error: ")) {
            throw new IllegalStateException("The lab cannot '%s': %s".formatted(line, answer.substring(7)));
        }
    }

    /** A line on any device, in its default mode. */
    public String show(DeviceAddress device, String line) throws SessionException {
        return sessions.with(device, session -> {
            session.enter(sessions.platform(device).definition().defaultMode());
            return session.run(line);
        });
    }

    public void connectUsers(int number) throws SessionException {
        run("user connect " + number);
    }

    public UserReport user() throws SessionException {
        return report("user show");
    }

    /** Like {@link #user}, and counts the pause from now on. */
    public UserReport userRestarting() throws SessionException {
        return report("user show restart");
    }

    /** What the user of one of several services saw. */
    public UserReport userOf(String service) throws SessionException {
        return report("user show of " + service);
    }

    /** Like {@link #userOf}, and counts the pause from now on. */
    public UserReport userRestarting(String service) throws SessionException {
        return report("user show restart of " + service);
    }

    private UserReport report(String line) throws SessionException {
        Map<String, String> fields = new HashMap<>();
        run(line).lines().filter(l -> l.contains(": ")).forEach(l ->
                fields.put(l.substring(0, l.indexOf(": ")), l.substring(l.indexOf(": ") + 2).strip()));
        return new UserReport(Long.parseLong(fields.get("bytes")), Boolean.parseBoolean(fields.get("in-order")),
                Duration.ofMillis(Long.parseLong(fields.get("longest-pause-ms"))),
                Boolean.parseBoolean(fields.get("connected")), Integer.parseInt(fields.get("resets")));
    }
}
