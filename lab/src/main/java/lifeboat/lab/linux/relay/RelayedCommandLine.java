package lifeboat.lab.linux.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import lifeboat.pmc.cli.CommandLine;

/** Passes lines on to a session with the device, and the answers back. */
final class RelayedCommandLine implements CommandLine {

    private final RelayedDevice device;
    private final Pattern atPrompt;
    private RelayConnection connection;

    RelayedCommandLine(RelayedDevice device) {
        this.device = device;
        this.atPrompt = Pattern.compile("(?:^|[\\r\\n])" + Pattern.quote(prompt()) + "$");
        open();
    }

    private void open() {
        connection = device.connect();
        try {
            connection.readUntil(atPrompt);
        } catch (IOException e) {
            end();
            throw new UncheckedIOException(e);
        }
    }

    /** PMCs and the lab's Open vSwitches have the same. */
    @Override
    public String prompt() {
        return device.name() + "$ ";
    }

    /** A line that comes late, after its session is over, arrives in one of its own. */
    @Override
    public synchronized String execute(String line) {
        boolean isLate = connection == null;
        if (isLate) {
            open();
        }
        try {
            connection.send(line);
            String said = connection.readUntil(atPrompt).replace("\r", "");
            return said.substring(said.indexOf('\n') + 1, said.length() - prompt().length()).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (isLate) {
                end();
            }
        }
    }

    @Override
    public String refusal(String reason) {
        return device.error() + reason;
    }

    @Override
    public boolean leaves(String line) {
        return line.equals("exit");
    }

    @Override
    public synchronized void end() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connection = null;
        }
    }
}
