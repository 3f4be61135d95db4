package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small switch with three modes and a list of light paths, behind whatever carries its bytes. It injects the fault
 * it is told to at the next matching line.
 */
public final class ScriptedDevice implements TelnetPort.CommandLine {

    /** What goes wrong. */
    public enum Fault { NONE, REFUSE, SILENCE, DROP_BEFORE, DROP_AFTER, DIE_AFTER, NOISE, IGNORE }

    public static final String PASSWORD = "s3cret";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private volatile Fault fault = Fault.NONE;
    private volatile String faultyLine = "";
    private volatile boolean dead;

    public void fail(Fault kind, String line) {
        fault = kind;
        faultyLine = line;
    }

    public List<String> lines() {
        return lines;
    }

    public List<String> paths() {
        return paths;
    }

    /** Serves one login until the other side leaves or a fault ends it. */
    @Override
    public void serve(InputStream in, OutputStream out) throws IOException {
        if (dead) {
            return;
        }
        String mode = "exec";
        print(out, "\u001b[1mWelcome\u001b[0m\r\n" + prompt(mode));
        for (String line = readLine(in, out, true); line != null; line = readLine(in, out, true)) {
            lines.add(line);
            Fault now = !faultyLine.isEmpty() && line.startsWith(faultyLine) ? fault : Fault.NONE;
            if (now != Fault.NONE) {
                faultyLine = "";
            }
            switch (now) {
                case SILENCE -> {
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                case DROP_BEFORE -> {
                    return;
                }
                case REFUSE -> print(out, "% Error: no capacity on l1sw1-l1sw2\r\n");
                case IGNORE -> print(out, "");
                default -> {
                    if (line.equals("exit")) {
                        return;
                    }
                    mode = act(line, mode, in, out, now);
                    if (breaksAfter(now)) {
                        dead = now == Fault.DIE_AFTER;
                        return;
                    }
                }
            }
            print(out, prompt(mode));
        }
    }

    private String act(String line, String mode, InputStream in, OutputStream out, Fault now) throws IOException {
        String answer = "";
        String next = mode;
        if (line.equals("enable")) {
            print(out, "Password: ");
            next = PASSWORD.equals(readLine(in, out, false)) ? "privileged" : "exec";
        } else if (line.equals("configure terminal")) {
            next = "config";
        } else if (line.equals("end")) {
            next = "privileged";
        } else if (line.startsWith("show path ")) {
            String name = line.substring(10);
            answer = paths.stream().filter(p -> p.startsWith("path " + name + " ")).findFirst().orElse("no path");
        } else if (line.startsWith("path ")) {
            String[] words = line.split(" ");
            paths.add("path %s via %s at %s".formatted(words[1], words[3], words[5]));
        } else if (line.startsWith("no path ")) {
            paths.removeIf(p -> p.startsWith("path " + line.substring(8) + " "));
        } else if (line.equals("write memory")) {
            answer = "[OK]";
        } else if (!line.isEmpty()) {
            answer = "% Error: unknown command";
        }
        if (now == Fault.NOISE) {
            answer = "\u0007\u0000~~~##";
        }
        if (!breaksAfter(now) && !answer.isEmpty()) {
            print(out, answer + "\r\n");
        }
        return next;
    }

    private static boolean breaksAfter(Fault fault) {
        return fault == Fault.DROP_AFTER || fault == Fault.DIE_AFTER;
    }

    private static String prompt(String mode) {
        return switch (mode) {
            case "exec" -> "sw1>";
            case "config" -> "sw1(config)#";
            default -> "sw1#";
        };
    }

    public static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    public static String readLine(InputStream in, OutputStream out, boolean echo) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                print(out, "\r\n");
                return line.toString();
            }
            if (c != '\r' && c != 0) {
                line.append((char) c);
                if (echo) {
                    print(out, String.valueOf((char) c));
                }
            }
        }
        return null;
    }
}
