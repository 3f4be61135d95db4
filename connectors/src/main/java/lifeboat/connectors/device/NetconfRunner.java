package lifeboat.connectors.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.NetconfOperation;
import lifeboat.connectors.definition.PathStep;
import lifeboat.connectors.definition.Template;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.netconf.NetconfSession;
import lifeboat.connectors.netconf.Subtree;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out by NETCONF. A request takes as long as the platform's timeout for a command allows. */
final class NetconfRunner extends SessionRunner {

    NetconfRunner(DeviceSessions sessions, DeviceAddress device) {
        super(sessions, device);
    }

    @Override
    public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException {
        NetconfOperation operation = platform.netconfOperation(name);
        Map<String, String> all = withPorts(values);
        return sessions.withNetconf(device, session -> operation.edit() == null
                ? ask(session, operation, all) : change(session, operation, all));
    }

    private Optional<Map<String, String>> change(NetconfSession session, NetconfOperation operation,
            Map<String, String> values) throws SessionException {
        String config = new Template(operation.edit()).with(values);
        if (session.keepsStartupApart()) {
            sessions.saved().changing(device, () -> {
                session.change(config);
                return null;
            }, session::save);
        } else {
            session.change(config);
        }
        return Optional.of(Map.of());
    }

    @Override
    boolean isSavedAfter(String name) {
        return platform.netconfOperation(name).edit() != null;
    }

    @Override
    void save() throws SessionException {
        sessions.withNetconf(device, session -> {
            session.save();
            return null;
        });
    }

    private Optional<Map<String, String>> ask(NetconfSession session, NetconfOperation operation,
            Map<String, String> values) throws SessionException {
        List<Subtree> replies = new ArrayList<>();
        for (String filter : operation.get()) {
            replies.add(new Subtree(session.get(new Template(filter).with(values))));
        }
        Optional<Subtree> item = only(Subtree.firstWith(replies, operation.way(values)), operation.item());
        if (item.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : operation.read().keySet()) {
            fields.put(field, field(operation, field, values, replies, item.get()));
        }
        return Optional.of(fields);
    }

    private String field(NetconfOperation operation, String field, Map<String, String> values, List<Subtree> replies,
            Subtree item) throws AnswerUnreadable {
        Optional<Template> text = operation.textOf(field);
        if (text.isPresent()) {
            return text.get().with(values);
        }
        List<PathStep> way = operation.wayTo(field, values);
        Optional<Subtree> found = operation.isFromTop(field)
                ? only(Subtree.firstWith(replies, way), operation.read().get(field))
                : item.all(way).stream().findFirst();
        return found.map(Subtree::text).orElse("");
    }

    private Optional<Subtree> only(List<Subtree> found, String way) throws AnswerUnreadable {
        if (found.size() > 1) {
            throw new AnswerUnreadable(("%s: the answer has %d of '%s', and nothing says which is meant: the key of a "
                    + "list belongs to the way").formatted(device, found.size(), way));
        }
        return found.stream().findFirst();
    }
}
