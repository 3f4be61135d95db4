package lifeboat.connectors.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.session.CliSession;

/**
 * Has a session with a recording of a device: logs in as the platform's definition says, then sends what was sent, and
 * tells what the definition makes of the answers.
 */
public final class Replay {

    /**
     * One line of the recording.
     *
     * @param failure the device's words, if it said no
     */
    public record Step(String line, String answer, Optional<String> failure, String prompt, String mode) {
    }

    private static final Duration ALL_IS_THERE = Duration.ofSeconds(1);
    private static final Secret HIDDEN = () -> "***";

    private final Platform platform;
    private final Transcript transcript;
    private final Function<byte[], List<byte[]>> packets;

    public Replay(Platform platform, Transcript transcript) {
        this(platform, transcript, List::of);
    }

    /** @param packets cuts what the device printed into what arrives at once */
    Replay(Platform platform, Transcript transcript, Function<byte[], List<byte[]>> packets) {
        this.platform = platform.with(new Timeouts(ALL_IS_THERE, ALL_IS_THERE, ALL_IS_THERE,
                platform.timeouts().operation()));
        this.transcript = transcript;
        this.packets = packets;
    }

    /** @throws SessionException where the definition does not fit the recording, and why */
    public List<Step> steps() throws SessionException {
        AtomicReference<ReplayedTransport> recording = new AtomicReference<>();
        CliSession session = CliSession.open(device(), platform, command -> { }, receiver -> {
            recording.set(new ReplayedTransport(transcript, receiver, packets,
                    line -> platform.definition().modeAtEndOf(line).isPresent()));
            return recording.get();
        });
        List<Step> steps = new ArrayList<>(List.of(new Step("(log in)", "", Optional.empty(), session.prompt(),
                session.mode())));
        for (Optional<String> next = recording.get().next(); next.isPresent(); next = recording.get().next()) {
            String answer = session.run(next.get());
            steps.add(new Step(next.get(), answer, platform.definition().failureIn(answer), session.prompt(),
                    session.mode()));
        }
        session.abandon();
        return steps;
    }

    /** It is nowhere, and takes three stars for every secret. */
    private DeviceAddress device() {
        String username = transcript.exchanges().stream().map(Exchange::sent)
                .filter(sent -> sent != null && !sent.isBlank()).findFirst().orElse("");
        Map<String, Secret> lookups = platform.definition().lookups().stream()
                .collect(Collectors.toMap(name -> name, name -> HIDDEN));
        return new DeviceAddress("recording", platform.name(), DeviceAddress.Protocol.SSH, "recording", 0,
                new Login(username, HIDDEN, null, null, lookups), null);
    }
}
