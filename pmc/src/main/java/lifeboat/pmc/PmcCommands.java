package lifeboat.pmc;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PMC's command line, one line in, a text out.
 *
 * <pre>
 * status PROCESS
 * memory PROCESS
 * pids PROCESS
 * taken-pids PID[,PID]
 * may-start PROCESS
 * image-key
 * reserve PROCESS epoch N
 * reserve-vlan PROCESS epoch N vlan V [alone]
 * give-back PROCESS epoch N
 * prepare PROCESS epoch N vip ADDRESS peer ADDRESS[,ADDRESS] key FINGERPRINT deadline SECONDS [encrypted]
 * send-first PROCESS epoch N to ADDRESS vlan V|public
 * freeze PROCESS epoch N
 * thaw PROCESS epoch N [fenced]
 * receive PROCESS epoch N
 * send PROCESS epoch N to ADDRESS vlan V|public [without pages]
 * expect-users PROCESS epoch N
 * resume PROCESS epoch N
 * fence PROCESS epoch N
 * give-up PROCESS epoch N for M
 * adopt PROCESS epoch N for M
 * restart PROCESS epoch N for M
 * fetch-pages PROCESS epoch N
 * discard PROCESS epoch N [migrated]
 * vip claim ADDRESS for PROCESS epoch N
 * vip release ADDRESS for PROCESS epoch N
 * vip status ADDRESS
 * </pre>
 *
 * N is a number, or a number and a name with {@code @} between them. A refusal starts with {@value #ERROR}.
 */
public class PmcCommands {

    public static final String ERROR = "error: ";

    private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final String HELP = """
            status|memory|pids|may-start PROCESS
            taken-pids PID[,PID]
            image-key
            reserve|give-back PROCESS epoch N
            reserve-vlan PROCESS epoch N vlan V [alone]
            prepare PROCESS epoch N vip ADDRESS peer ADDRESS[,ADDRESS] key FINGERPRINT deadline SECONDS [encrypted]
            send-first PROCESS epoch N to ADDRESS vlan V|public
            freeze|receive|expect-users|resume|fence|fetch-pages PROCESS epoch N
            thaw PROCESS epoch N [fenced]
            give-up|adopt|restart PROCESS epoch N for M
            send PROCESS epoch N to ADDRESS vlan V|public [without pages]
            discard PROCESS epoch N [migrated]
            vip claim|release ADDRESS for PROCESS epoch N
            vip status ADDRESS
            exit""";

    private static final Logger LOG = LoggerFactory.getLogger(PmcCommands.class);

    private final PmcMigrations controller;

    public PmcCommands(PmcMigrations controller) {
        this.controller = controller;
    }

    public String execute(String line) {
        long start = System.nanoTime();
        String answer = answer(line);
        LOG.info("'{}': {} ({} ms)", line, answer.lines().findFirst().orElse(""),
                (System.nanoTime() - start) / 1_000_000);
        return answer;
    }

    private String answer(String line) {
        List<String> words = Arrays.asList(SPACES.split(line.strip()));
        try {
            return switch (words.get(0)) {
                case "help", "?" -> HELP;
                case "status" -> status(process(words, 1));
                case "image-key" -> controller.imageKey();
                case "memory" -> memory(process(words, 1));
                case "pids" -> pids(controller.pids(process(words, 1)));
                case "taken-pids" -> pids(controller.taken(pids(word(words, 1))));
                case "vip" -> vip(words);
                case "may-start" -> controller.mayStart(process(words, 1)).map(why -> "no: " + why).orElse("yes");
                case "reserve", "reserve-vlan", "give-back", "prepare", "freeze", "thaw", "receive", "expect-users",
                        "resume", "fence", "give-up", "adopt", "restart", "fetch-pages", "send-first", "send",
                        "discard" ->
                        migrate(words.get(0), process(words, 1), epoch(words, 2), words);
                default -> throw new CommandRefused("unknown command '%s', try 'help'".formatted(words.get(0)));
            };
        } catch (CommandRefused e) {
            return ERROR + e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("'{}' failed unexpectedly", line, e);
            return ERROR + "unexpected failure, see this server's log: " + e.getMessage();
        }
    }

    private String migrate(String verb, String process, Epoch epoch, List<String> words) throws CommandRefused {
        switch (verb) {
            case "reserve" -> controller.reserve(process, epoch);
            case "reserve-vlan" -> controller.reserveVlan(process, epoch, migrationVlan(words, 4),
                    words.size() > 6 && words.get(6).equals("alone"));
            case "give-back" -> controller.giveBack(process, epoch);
            case "prepare" -> controller.prepare(process, epoch, terms(words));
            case "expect-users" -> controller.expectUsers(process, epoch);
            case "fence" -> {
                return controller.fence(process, epoch, true).toString();
            }
            case "give-up" -> controller.giveUp(process, epoch, next(words));
            case "adopt" -> controller.adopt(process, epoch, next(words));
            case "restart" -> controller.restart(process, epoch, next(words));
            case "freeze" -> controller.freeze(process, epoch);
            case "fetch-pages" -> controller.fetchPages(process, epoch);
            case "thaw" -> controller.thaw(process, epoch, words.size() > 4 && words.get(4).equals("fenced"));
            case "receive" -> controller.receive(process, epoch);
            case "resume" -> controller.resume(process, epoch);
            case "discard" -> controller.discard(process, epoch, words.size() > 4 && words.get(4).equals("migrated"));
            case "send-first" -> {
                return sent(controller.sendFirst(process, epoch, target(words), vlan(words)));
            }
            default -> {
                return sent(String.join(" ", words).endsWith(" without pages")
                        ? controller.sendWithoutPages(process, epoch, target(words), vlan(words))
                        : controller.send(process, epoch, target(words), vlan(words)));
            }
        }
        return "ok";
    }

    private static AgreedTerms terms(List<String> words) throws CommandRefused {
        keyword(words, 4, "vip");
        keyword(words, 6, "peer");
        keyword(words, 8, "key");
        keyword(words, 10, "deadline");
        return new AgreedTerms(word(words, 5), List.of(word(words, 7).split(",")), word(words, 9),
                words.size() > 12 && words.get(12).equals("encrypted"),
                Duration.ofSeconds(number(word(words, 11), LONGEST_DEADLINE.toSeconds(), "deadline")));
    }

    private static String sent(ProcessBackend.Sent sent) {
        return "sent %d bytes in %d ms, sha256 %s".formatted(sent.bytes(), sent.duration().toMillis(), sent.sha256());
    }

    private String memory(String process) throws CommandRefused {
        ProcessBackend.Memory memory = controller.memory(process);
        return "%d bytes, about %d changing".formatted(memory.bytes(), memory.changingBytes());
    }

    private static String pids(Set<Long> pids) {
        return "PIDs: " + (pids.isEmpty() ? "none" : new TreeSet<>(pids).stream().map(String::valueOf)
                .collect(Collectors.joining(",")));
    }

    private static Set<Long> pids(String list) throws CommandRefused {
        Set<Long> pids = new TreeSet<>();
        for (String pid : list.split(",")) {
            pids.add(number(pid, Integer.MAX_VALUE, "PID"));
        }
        return pids;
    }

    private String status(String process) throws CommandRefused {
        PmcMigrations.Status status = controller.status(process);
        CopyRecord copy = status.copy();
        return """
                process: %s
                state: %s
                active-epoch: %s
                dead-epoch: %s
                resumed-epoch: %s
                handed-over: %s
                users-expected: %s
                deadline: %d s
                image-bytes: %d
                first-image-bytes: %d
                connections: %d
                pages: %s
                encrypted: %s
                vlan: %d""".formatted(status.process(), copy.state(), copy.active(), copy.dead(), copy.resumed(),
                yesOrNo(copy.handedOver()), yesOrNo(copy.usersComing()), copy.terms().deadline().toSeconds(),
                status.imageBytes(), status.firstImageBytes(), status.connections(),
                status.pages(), status.encryptedFor().orElse("no"), copy.vlan());
    }

    private static String yesOrNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    private String vip(List<String> words) throws CommandRefused {
        String verb = word(words, 1);
        String address = word(words, 2);
        switch (verb) {
            case "status" -> {
                return "%s: %s".formatted(address, controller.holds(address) ? "held" : "not held");
            }
            case "claim" -> {
                keyword(words, 3, "for");
                controller.claim(address, process(words, 4), epoch(words, 5));
            }
            case "release" -> {
                keyword(words, 3, "for");
                controller.release(address, process(words, 4), epoch(words, 5));
            }
            default -> throw new CommandRefused("unknown command 'vip %s', try 'help'".formatted(verb));
        }
        return "ok";
    }

    private String process(List<String> words, int at) throws CommandRefused {
        String process = word(words, at);
        if (!controller.isKnown(process)) {
            throw new CommandRefused("there is no process '%s' on this server's list".formatted(process));
        }
        return process;
    }

    private static Epoch epoch(List<String> words, int at) throws CommandRefused {
        return epoch(words, at, "epoch");
    }

    private static Epoch next(List<String> words) throws CommandRefused {
        return epoch(words, 4, "for");
    }

    private static Epoch epoch(List<String> words, int at, String keyword) throws CommandRefused {
        keyword(words, at, keyword);
        String text = word(words, at + 1);
        return Epoch.of(text).filter(epoch -> epoch.number() > 0).orElseThrow(() -> new CommandRefused(
                "epoch '%s' is neither NUMBER nor NUMBER@NAME".formatted(text)));
    }

    private static String target(List<String> words) throws CommandRefused {
        keyword(words, 4, "to");
        return word(words, 5);
    }

    private static int vlan(List<String> words) throws CommandRefused {
        if (word(words, 6).equals("public")) {
            return 0;
        }
        return migrationVlan(words, 6);
    }

    private static int migrationVlan(List<String> words, int at) throws CommandRefused {
        keyword(words, at, "vlan");
        return (int) number(word(words, at + 1), 4094, "vlan");
    }

    private static long number(String word, long max, String what) throws CommandRefused {
        try {
            long number = Long.parseLong(word);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new CommandRefused("%s '%s' is no number from 1 to %d".formatted(what, word, max));
    }

    private static void keyword(List<String> words, int at, String keyword) throws CommandRefused {
        if (!word(words, at).equals(keyword)) {
            throw new CommandRefused("expected '%s' instead of '%s'".formatted(keyword, words.get(at)));
        }
    }

    private static String word(List<String> words, int at) throws CommandRefused {
        if (at >= words.size()) {
            throw new CommandRefused("incomplete command, try 'help'");
        }
        return words.get(at);
    }
}
