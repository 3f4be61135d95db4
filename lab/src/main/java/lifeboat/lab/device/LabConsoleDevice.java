package lifeboat.lab.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lifeboat.lab.Lab;
import lifeboat.lab.fault.Fault;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.lab.user.StreamUser;
import lifeboat.lab.user.User;
import lifeboat.lab.user.Users;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Device;

/**
 * The lab's own command line: a user that can be connected, faults that can be switched on, and a look behind the
 * scenes that no device gives.
 */
public class LabConsoleDevice implements Device, AutoCloseable {

    private static final String HELP = """
            user connect [NUMBER]     connect a user, or several, to the service
            user show [restart]       what the user saw; restart counts the pause from now on
            user connect to SERVICE   the same for one of several services
            user show [restart] of SERVICE
            user timeline             milliseconds and bytes received, since the restart
            user disconnect
            watch switch-over         begin to look for how long users reach no server in step 7; Linux
            show switch-over
            fault DEVICE KIND COMMAND  KIND is refuse, hang, drop-before, drop-after, garble, late or did-but-error; once
            fault DEVICE KIND always COMMAND
            show faults
            no faults
            cut|silence DEVICE        it cannot be reached; it never answers
            heal
            kill pmc N [at MOMENT]    MOMENT is 'before' or 'after' and 'save' or an action, like 'after freeze'
            kill criu N               Linux: the one at work, or the next
            start pmcs
            show befallen [since N]   the lines that were befallen by a fault, a cut or silence: device, kind, line
            show deaths               how often each PMC was killed
            destroy main site         server 1 and PMC 1 are gone
            rebuild main site         with an empty server, which runs the service if it is lost
            reboot server N           what was in its memory is gone; simulated lab
            break NAME                a step's number makes that step fail; Linux: break something real
            mend
            show process              PID and memory digest of the service; Linux
            show servers              processes and virtual IPs on each server
            show violations           safety rules that were broken
            exit""";

    private final Backstage backstage;
    private final FaultInjector faults;
    private final Map<String, User> users = new HashMap<>();

    public LabConsoleDevice(Backstage backstage, FaultInjector faults) {
        this.backstage = backstage;
        this.faults = faults;
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public String banner() {
        return "Lifeboat lab, 'help' helps";
    }

    @Override
    public CommandLine login() {
        return new CommandLine() {
            @Override
            public String prompt() {
                return "lab$ ";
            }

            @Override
            public String execute(String line) {
                try {
                    return LabConsoleDevice.this.execute(Arrays.asList(line.split("\\s+")), line);
                } catch (IOException | IllegalArgumentException e) {
                    return refusal(e.getMessage());
                }
            }

            @Override
            public String refusal(String reason) {
                return "error: " + reason;
            }

            @Override
            public boolean leaves(String line) {
                return line.equals("exit");
            }
        };
    }

    private synchronized String execute(List<String> words, String line) throws IOException {
        return switch (line) {
            case "help", "?" -> HELP;
            case "user connect" -> connect(Lab.PROCESS, 1);
            case "user show" -> report(Lab.PROCESS, false);
            case "user show restart" -> report(Lab.PROCESS, true);
            case "user timeline" -> user(Lab.PROCESS).timeline().stream()
                    .map(sample -> sample.time().toMillis() + " " + sample.bytes())
                    .collect(Collectors.joining("\n"));
            case "watch switch-over" -> {
                backstage.watchSwitchOver();
                yield "watching";
            }
            case "show switch-over" -> backstage.switchOverOutage()
                    .map(outage -> "outage-us: " + TimeUnit.NANOSECONDS.toMicros(outage.toNanos()))
                    .orElse("no switch-over was seen");
            case "user disconnect" -> {
                disconnect();
                yield "disconnected";
            }
            case "show faults" -> faults.active().isEmpty() ? "no faults" : faults.active().stream()
                    .map(f -> "%s %s %s".formatted(f.device(), f.kind(), f.command()))
                    .collect(Collectors.joining("\n"));
            case "no faults" -> {
                faults.clear();
                yield "no faults";
            }
            case "destroy main site" -> {
                backstage.destroyMainSite();
                yield "destroyed";
            }
            case "rebuild main site" -> {
                backstage.rebuildMainSite();
                yield "rebuilt";
            }
            case "heal" -> {
                faults.heal();
                backstage.heal();
                yield "healed";
            }
            case "start pmcs" -> {
                backstage.startPmcs();
                yield "started";
            }
            case "show befallen" -> befallen(0);
            case "show deaths" -> backstage.pmcDeaths().entrySet().stream()
                    .map(pmc -> pmc.getKey() + " " + pmc.getValue()).collect(Collectors.joining("\n"));
            case "mend" -> {
                backstage.mend();
                yield "mended";
            }
            case "show process" -> backstage.process();
            case "show servers" -> String.join("\n", backstage.servers());
            case "show violations" -> {
                List<String> violations = backstage.violations();
                yield violations.isEmpty() ? "none" : String.join("\n", violations);
            }
            default -> {
                if (words.size() == 2 && words.get(0).equals("break")) {
                    backstage.breakSomething(words.get(1));
                    yield "broken";
                }
                if (line.matches("(cut|silence) \\S+")) {
                    boolean silently = words.get(0).equals("silence");
                    if (!backstage.disturb(words.get(1), silently)) {
                        disturb(words.get(1), silently);
                    }
                    yield "ok";
                }
                if (line.matches("reboot server [1-9]")) {
                    backstage.rebootServer(Integer.parseInt(words.get(2)));
                    yield "ok";
                }
                if (line.matches("kill criu [1-9]")) {
                    backstage.killCriu(Integer.parseInt(words.get(2)));
                    yield "ok";
                }
                if (line.matches("kill pmc [1-9]( at (before|after) \\w+)?")) {
                    backstage.killPmc(Integer.parseInt(words.get(2)),
                            words.size() > 3 ? words.get(4) + " " + words.get(5) : "");
                    yield "ok";
                }
                if (words.size() == 3 && line.startsWith("user connect ")) {
                    yield connect(Lab.PROCESS, Integer.parseInt(words.get(2)));
                }
                if (line.matches("show befallen since \\d{1,9}")) {
                    yield befallen(Integer.parseInt(words.get(3)));
                }
                if (line.matches("user connect to \\S+")) {
                    yield connect(words.get(3), 1);
                }
                if (line.matches("user show( restart)? of \\S+")) {
                    yield report(words.get(words.size() - 1), words.get(2).equals("restart"));
                }
                yield fault(words);
            }
        };
    }

    private String connect(String service, int number) throws IOException {
        disconnect(service);
        List<User> connected = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            connected.add(backstage.connectUser(service));
        }
        users.put(service, new Users(connected));
        return "connected";
    }

    private void disturb(String device, boolean silently) {
        if (silently) {
            faults.silence(device);
        } else {
            faults.cutOff(device);
        }
    }

    private String befallen(int since) {
        return faults.befallen().stream().skip(since).map(FaultInjector.Befallen::toString)
                .collect(Collectors.joining("\n"));
    }

    private String fault(List<String> words) {
        if (words.size() < 4 || !words.get(0).equals("fault")) {
            throw new IllegalArgumentException("unknown or incomplete command, try 'help'");
        }
        boolean always = words.get(3).equals("always");
        String command = String.join(" ", words.subList(always ? 4 : 3, words.size()));
        if (command.isEmpty()) {
            throw new IllegalArgumentException("which command? try 'help'");
        }
        faults.add(new Fault(words.get(1), Fault.Kind.of(words.get(2)), command), always);
        return "ok";
    }

    private User user(String service) {
        User user = users.get(service);
        if (user == null) {
            throw new IllegalArgumentException("no user is connected to service " + service);
        }
        return user;
    }

    private String report(String service, boolean restart) throws IOException {
        StreamUser.Report report = user(service).report(restart);
        return """
                bytes: %d
                in-order: %s
                longest-pause-ms: %d
                sent: %d
                connected: %s
                resets: %d
                end: %s""".formatted(report.bytes(), report.inOrder(), report.longestPause().toMillis(),
                report.sent(), report.connected(), report.resets(), report.end());
    }

    private void disconnect() throws IOException {
        for (String service : List.copyOf(users.keySet())) {
            disconnect(service);
        }
    }

    private void disconnect(String service) throws IOException {
        User user = users.remove(service);
        if (user != null) {
            user.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        disconnect();
    }
}
