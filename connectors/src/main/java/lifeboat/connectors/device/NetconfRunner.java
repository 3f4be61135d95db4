package lifeboat.connectors.device;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.NetconfOperation;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.Template;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.netconf.NetconfSession;
import lifeboat.connectors.netconf.Subtree;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out by NETCONF. A request takes as long as the platform's timeout for a command allows. */
final class NetconfRunner implements OperationRunner {

    private final DeviceSessions sessions;
    private final DeviceAddress device;
    private final Platform platform;

    NetconfRunner(DeviceSessions sessions, DeviceAddress device) {
        this.sessions = sessions;
        this.device = device;
        this.platform = sessions.platform(device);
    }

    @Override
    public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException {
        NetconfOperation operation = platform.netconfOperation(name);
        return sessions.withNetconf(device, session -> operation.edit() == null
                ? ask(session, operation, values) : change(session, operation, values));
    }

    private static Optional<Map<String, String>> change(NetconfSession session, NetconfOperation operation,
            Map<String, String> values) throws SessionException {
        session.change(new Template(operation.edit()).with(values));
        return Optional.of(Map.of());
    }

    private static Optional<Map<String, String>> ask(NetconfSession session, NetconfOperation operation,
            Map<String, String> values) throws SessionException {
        Subtree data = new Subtree(session.get(new Template(operation.get()).with(values)));
        return data.at(operation.way()).map(item -> {
            Map<String, String> fields = new LinkedHashMap<>();
            operation.read().keySet().forEach(field -> fields.put(field, operation.textOf(field)
                    .map(text -> text.with(values))
                    .orElseGet(() -> item.at(operation.wayTo(field)).map(Subtree::text).orElse(""))));
            return fields;
        });
    }

    @Override
    public void noteLateCommand() {
        sessions.noteLateCommand(device);
    }
}
