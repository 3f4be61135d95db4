package lifeboat.connectors.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;

/** A router with a candidate configuration, as the platform {@code junos_like} has it, and the faults a test wants. */
final class CandidateRouter implements TelnetPort.CommandLine {

    private static final String LSP = "protocols mpls label-switched-path ";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> running = new CopyOnWriteArrayList<>();
    private final List<String> candidate = new CopyOnWriteArrayList<>();
    private volatile String refused = "";
    private volatile boolean locked;

    void refuse(String line) {
        refused = line;
    }

    void lock(boolean now) {
        locked = now;
    }

    List<String> lines() {
        return lines;
    }

    List<String> running() {
        return running;
    }

    List<String> candidate() {
        return candidate;
    }

    @Override
    public void serve(InputStream in, OutputStream out) throws IOException {
        boolean configuring = false;
        while (true) {
            ScriptedDevice.print(out, configuring ? "\r\n[edit]\r\nmcs@cp9# " : "\r\nmcs@cp9> ");
            String line = ScriptedDevice.readLine(in, out, true);
            if (line == null || line.equals("exit")) {
                return;
            }
            lines.add(line);
            if (line.equals("configure exclusive") && !locked) {
                candidate.clear();
                candidate.addAll(running);
                configuring = true;
            } else if (line.equals("exit configuration-mode")) {
                configuring = false;
            } else {
                ScriptedDevice.print(out, answer(line));
            }
        }
    }

    private String answer(String line) {
        if (!refused.isEmpty() && line.startsWith(refused)) {
            return "error: " + refused + " is not possible: no such interface\r\n";
        }
        if (line.startsWith("configure")) {
            return "error: configuration database locked by:\r\n  ops terminal pts/0\r\n";
        }
        if (line.startsWith("set protocols")) {
            candidate.add(line);
        } else if (line.startsWith("delete ")) {
            candidate.removeIf(set -> set.startsWith("set " + line.substring(7) + " "));
        } else if (line.equals("rollback 0")) {
            candidate.clear();
            candidate.addAll(running);
        } else if (line.equals("commit")) {
            running.clear();
            running.addAll(candidate);
        } else if (line.startsWith("show configuration")) {
            return shown(line.split(" ")[5]);
        } else if (line.startsWith("show mpls lsp")) {
            return shown(line.split(" ")[5]).isEmpty() ? "Ingress LSP: 0 sessions\r\n"
                    : "Ingress LSP: 1 sessions\r\n  State: Up\r\n  Computed ERO (S [L] denotes strict hops):\r\n"
                    + " 10.0.0.1 S 10.0.0.2 S\r\n";
        }
        return "";
    }

    private String shown(String name) {
        List<String> found = new ArrayList<>(running);
        found.removeIf(line -> !line.startsWith("set " + LSP + name + " "));
        return found.isEmpty() ? "" : String.join("\r\n", found) + "\r\n";
    }
}
