package lifeboat.connectors.device;

import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.netconf.NetconfSession;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.session.Journal;
import lifeboat.connectors.transport.Deadline;

/** Logs in to a device and looks around, without changing anything. */
public final class DeviceCheck {

    private static final String VERSION = "version";

    /**
     * What was seen.
     *
     * @param prompt empty for NETCONF
     * @param mode the mode it is in for operations; {@code netconf} for NETCONF
     * @param version empty if the platform does not say how to ask for it
     */
    public record FoundDevice(String prompt, String mode, String version) {
    }

    private final Platform platform;
    private final Journal journal;

    public DeviceCheck(Platform platform, Journal journal) {
        this.platform = platform;
        this.journal = journal;
    }

    /** @throws SessionException if it cannot be logged in to, or does not do what its platform's definition says */
    public FoundDevice of(DeviceAddress device) throws SessionException {
        if (device.protocol() == DeviceAddress.Protocol.NETCONF) {
            try (NetconfSession session = NetconfSession.open(device, platform.timeouts(), journal)) {
                return new FoundDevice("", "netconf", session.capabilities().has("candidate") ? "with candidate" : "");
            }
        }
        try (CliSession session = CliSession.open(device, platform, journal)) {
            session.enter(platform.definition().defaultMode());
            String prompt = session.prompt();
            String mode = session.mode();
            return new FoundDevice(prompt, mode, version(device, session));
        }
    }

    private String version(DeviceAddress device, CliSession session) throws SessionException {
        Operation operation = platform.operations().get(VERSION);
        if (operation == null) {
            return "";
        }
        OperationLine line = operation.lines(Map.of()).get(0);
        String answer = session.execute(line, Deadline.in(platform.timeouts().command()));
        Optional<Map<String, String>> fields = operation.read(answer, Map.of(), new AnswerUnreadable(
                "%s: the answer to '%s' tells no version".formatted(device, line.line())));
        return fields.map(found -> found.get(VERSION)).orElse("");
    }
}
