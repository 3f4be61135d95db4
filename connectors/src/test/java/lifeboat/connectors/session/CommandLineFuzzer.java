package lifeboat.connectors.session;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.PromptPattern;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.definition.TextPattern;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.terminal.Screen;
import lifeboat.connectors.transport.Deadline;

/**
 * Has a session with a device that prints anything. It must end in time, and throw nothing but a
 * {@link SessionException}.
 */
public final class CommandLineFuzzer {

    private static final Duration SHORT = Duration.ofMillis(4);
    private static final Timeouts TIMEOUTS = new Timeouts(SHORT, SHORT, SHORT, SHORT.multipliedBy(10));
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(5);
    private static final Secret SECRET = () -> "fuzzed-secret";
    private static final List<Platform> PLATFORMS = Stream.of("ios_like", "junos_like", "linux_bridge", "openvswitch")
            .map(name -> new DeviceDefinitions().get(name).with(TIMEOUTS)).toList();

    private static final List<Question> QUESTIONS = List.of(
            new Question(PromptPattern.of("\\[y/n]:?\\s*$"), "y", null),
            new Question(PromptPattern.of("\\?\\s*$"), "", null),
            new Question(PromptPattern.of("press q\\s*$"), null, "q"));
    private static final TextPattern CONFIRMED = new TextPattern(Pattern.compile("OK|\\d"));

    private CommandLineFuzzer() {
    }

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Platform platform = data.pickValue(PLATFORMS);
        DeviceAddress device = new DeviceAddress("fuzzed", platform.name(), DeviceAddress.Protocol.TELNET, "nowhere",
                1, new Login("mcs", SECRET, null, null, Map.of()), null);
        long start = System.nanoTime();
        try (CliSession session = CliSession.open(device, platform, command -> { },
                receiver -> new FuzzedDevice(data, receiver), new Screen(Duration.ZERO))) {
            String answer = session.run("show something");
            session.enter(platform.definition().defaultMode());
            session.execute(new OperationLine("echo " + answer.length(), QUESTIONS, CONFIRMED), Deadline.in(
                    SHORT.multipliedBy(10)).within(SHORT));
        } catch (SessionException e) {
            if (e.getMessage().contains("fuzzed-secret")) {
                throw new AssertionError("a secret is shown: " + e.getMessage());
            }
        }
        if (System.nanoTime() - start > FAR_TOO_LONG.toNanos()) {
            throw new AssertionError("it took longer than its deadlines");
        }
    }
}
