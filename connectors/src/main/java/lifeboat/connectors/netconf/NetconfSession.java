package lifeboat.connectors.netconf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.failure.SessionException.Unreachable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;
import lifeboat.connectors.session.CommandRecord;
import lifeboat.connectors.session.DeviceSession;
import lifeboat.connectors.session.Journal;
import lifeboat.connectors.transport.Deadline;
import lifeboat.connectors.transport.Transport;
import lifeboat.connectors.transport.TransportOpening;
import org.w3c.dom.Element;

/**
 * A session with a NETCONF server over SSH (RFC 6241, RFC 6242). One request at a time; not for use by several threads
 * at once.
 *
 * <p>Every failure is a {@link SessionException} that says whether the request was sent. What the device refuses is a
 * {@link CommandRejected} with its own words.
 */
public final class NetconfSession implements DeviceSession {

    private static final String NOTHING =
            "<get-config><source><running/></source><filter type=\"subtree\"/></get-config>";
    private static final String LOCK = "lock ";
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    private final DeviceAddress address;
    private final Timeouts timeouts;
    private final Journal journal;
    private final NetconfMessages messages;
    private final Transport transport;
    private final Redaction redaction;
    private final Xml xml = new Xml();
    private Capabilities capabilities;
    private long lastId;
    /** Until there may be several of them, for requests that nobody waits for any more. */
    private boolean trustsErrorsForNobody = true;

    private NetconfSession(DeviceAddress address, Timeouts timeouts, Journal journal, NetconfMessages messages,
            Transport transport) {
        this.address = address;
        this.timeouts = timeouts;
        this.journal = journal;
        this.messages = messages;
        this.transport = transport;
        this.redaction = new Redaction(address.login().secrets());
    }

    /** Connects, logs in and says hello. */
    public static NetconfSession open(DeviceAddress address, Timeouts timeouts, Journal journal)
            throws SessionException {
        return open(address, timeouts, journal, TransportOpening.netconf(address, timeouts));
    }

    static NetconfSession open(DeviceAddress address, Timeouts timeouts, Journal journal, TransportOpening opening)
            throws SessionException {
        NetconfMessages messages = new NetconfMessages();
        Transport transport;
        try {
            transport = opening.open(messages);
        } catch (IOException e) {
            throw new Unreachable("%s: cannot log in: %s".formatted(address, e.getMessage()), e);
        }
        NetconfSession session = new NetconfSession(address, timeouts, journal, messages, transport);
        try {
            session.sayHello();
            return session;
        } catch (SessionException e) {
            session.abandon();
            throw e;
        }
    }

    private void sayHello() throws SessionException {
        try {
            String hello = messages.next(Deadline.in(timeouts.login())).orElseThrow(() -> new TimedOut(
                    Progress.NOT_SENT, "%s: cannot log in: it says no NETCONF hello within %d ms".formatted(address,
                    timeouts.login().toMillis())));
            capabilities = Capabilities.read(xml.read(hello));
            transport.send(new Framing().frame(Capabilities.hello()));
            awaitFirstAnswer();
        } catch (IOException e) {
            throw new ConnectionLost(Progress.NOT_SENT, redaction.of("%s: cannot log in: %s".formatted(address,
                    e.getMessage())), e);
        }
    }

    /**
     * Some servers do not see a request that arrives together with the hello until something follows it. So that no
     * change is ever in that place, nothing at all is asked for first, again and again.
     */
    private void awaitFirstAnswer() throws IOException, SessionException {
        Deadline deadline = Deadline.in(timeouts.login());
        Set<String> asked = new HashSet<>(Set.of(send(NOTHING)));
        Optional<Element> first = answer("hello", asked, deadline.within(ASK_AGAIN));
        for (; first.isEmpty(); first = answer("hello", asked, deadline.within(ASK_AGAIN))) {
            if (deadline.hasPassed()) {
                throw new TimedOut(Progress.NOT_SENT, "%s: cannot log in: it says hello, but answers nothing within %d "
                        .formatted(address, timeouts.login().toMillis()) + "ms");
            }
            asked.add(send(NOTHING));
        }
        trustsErrorsForNobody = first.get().hasAttribute("message-id");
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isOpen() {
        return !messages.isEnded();
    }

    @Override
    public boolean isAlive() {
        try {
            request("are you alive", NOTHING);
            return true;
        } catch (SessionException e) {
            return e instanceof CommandRejected;
        }
    }

    @Override
    public long requestsSent() {
        return lastId;
    }

    /**
     * The configuration and the state.
     *
     * @param filter the part that is wanted, as a subtree (RFC 6241, section 6); empty for all of it
     */
    public Element get(String filter) throws SessionException {
        return data("get", request("get", "<get>%s</get>".formatted(subtree(filter))));
    }

    /** A configuration, or the part of it that {@code filter} selects. */
    public Element getConfig(Datastore source, String filter) throws SessionException {
        String name = "get-config " + source;
        return data(name, request(name, "<get-config><source>%s</source>%s</get-config>".formatted(source.xml(),
                subtree(filter))));
    }

    private static String subtree(String filter) {
        return filter.isEmpty() ? "" : "<filter type=\"subtree\">%s</filter>".formatted(filter);
    }

    /** Merges {@code config} into a configuration; whole or not at all, where the device can. */
    public void editConfig(Datastore target, String config) throws SessionException {
        String onError = capabilities.has("rollback-on-error")
                ? "<error-option>rollback-on-error</error-option>" : "";
        request("edit-config " + target, "<edit-config><target>%s</target>%s<config>%s</config></edit-config>"
                .formatted(target.xml(), onError, config));
    }

    /** @throws ConfigurationLocked if another session has it */
    public void lock(Datastore target) throws SessionException {
        request(LOCK + target, "<lock><target>%s</target></lock>".formatted(target.xml()));
    }

    public void unlock(Datastore target) throws SessionException {
        request("unlock " + target, "<unlock><target>%s</target></unlock>".formatted(target.xml()));
    }

    /** Makes the candidate configuration the running one; also confirms a commit that waits for it. */
    public void commit() throws SessionException {
        request("commit", "<commit/>");
    }

    /** Like {@link #commit}, but undone by the device unless a commit follows in time. */
    public void confirmedCommit(Duration time) throws SessionException {
        request("commit confirmed", "<commit><confirmed/><confirm-timeout>%d</confirm-timeout></commit>".formatted(
                time.toSeconds()));
    }

    public void discardChanges() throws SessionException {
        request("discard-changes", "<discard-changes/>");
    }

    /**
     * Changes the running configuration: by way of the candidate, where there is one, which is locked, edited,
     * committed as a whole, or forgotten as a whole; else directly, and locked.
     *
     * @throws ConfigurationLocked if another session has it; nothing was changed
     * @throws CommandRejected if the device refuses it; nothing was changed, unless it has no candidate
     */
    public void change(String config) throws SessionException {
        boolean hasCandidate = capabilities.has("candidate") || !capabilities.has("writable-running");
        Datastore target = hasCandidate ? Datastore.CANDIDATE : Datastore.RUNNING;
        lock(target);
        try {
            editConfig(target, config);
            if (hasCandidate) {
                commit();
            }
        } catch (CommandRejected | ConfigurationLocked e) {
            giveUp(target, e);
            throw e;
        }
        try {
            unlock(target);
        } catch (SessionException e) {
            abandon();
        }
    }

    /** What is reported is why it came to this. A session that keeps its lock or its candidate is closed. */
    private void giveUp(Datastore target, SessionException reason) {
        try {
            if (target == Datastore.CANDIDATE) {
                discardChanges();
            }
            unlock(target);
        } catch (SessionException e) {
            reason.addSuppressed(e);
            abandon();
        }
    }

    /** Whether the server keeps its running configuration over a restart only when it is told to. */
    public boolean keepsStartupApart() {
        return capabilities.has("startup");
    }

    /** Keeps the running configuration over a restart, where a server does not do so of its own accord. */
    public void save() throws SessionException {
        if (keepsStartupApart()) {
            request("copy-config running to startup",
                    "<copy-config><target><startup/></target><source><running/></source></copy-config>");
        }
    }

    /** Some servers answer without {@code data}, with what was asked for; one that has nothing says so with it. */
    private Element data(String name, Element reply) throws AnswerUnreadable {
        Element data = Xml.child(reply, "data").orElse(reply);
        boolean isWarned = Xml.child(reply, "rpc-error").isPresent();
        boolean isEmpty = data.getElementsByTagName("*").getLength() == 0;
        if (isWarned && (isEmpty || data == reply) || data == reply && (isEmpty || Xml.child(reply, "ok").isPresent()
                || Xml.child(reply, "error").isPresent())) {
            throw new AnswerUnreadable("%s: the answer to '%s' cannot be read: '%s'".formatted(address, name,
                    redaction.of(text(reply).strip())));
        }
        return data;
    }

    /** A part of a reply, as text. */
    public String text(Element part) {
        return xml.write(part);
    }

    private Element request(String name, String operation) throws SessionException {
        Instant start = Instant.now();
        long from = System.nanoTime();
        try {
            Element reply = reply(name, operation);
            List<RpcError> errors = Xml.descendants(reply, "rpc-error").stream().map(RpcError::read)
                    .filter(error -> !error.isWarning()).toList();
            if (!errors.isEmpty()) {
                String words = redaction.of(errors.stream().map(RpcError::words).distinct()
                        .collect(Collectors.joining("; ")));
                String message = "%s answered '%s' with: %s".formatted(address, name, words);
                throw isLocked(name, errors) ? new ConfigurationLocked(message)
                        : new CommandRejected(message, words);
            }
            record(name, Xml.child(reply, "ok").isPresent() ? "ok" : text(reply), false, start, from);
            return reply;
        } catch (SessionException e) {
            record(name, e.getMessage(), true, start, from);
            throw e;
        }
    }

    /** Only a lock that was refused has changed nothing for certain. */
    private static boolean isLocked(String name, List<RpcError> errors) {
        return name.startsWith(LOCK) ? errors.stream().anyMatch(RpcError::isLocked)
                : errors.stream().allMatch(RpcError::isLockDenied);
    }

    private Element reply(String name, String operation) throws SessionException {
        Progress progress = Progress.NOT_SENT;
        Deadline deadline = Deadline.in(timeouts.command());
        try {
            if (!isOpen()) {
                throw new IOException("the connection is closed");
            }
            journal.sending(address.name(), name);
            progress = Progress.SENT;
            String id = send(operation);
            return answer(name, Set.of(id), deadline).orElseThrow(() -> new TimedOut(Progress.SENT,
                    "%s: '%s': no answer within %d ms".formatted(address, name, timeouts.command().toMillis())));
        } catch (IOException e) {
            throw new ConnectionLost(progress, redaction.of("%s: '%s': %s".formatted(address, name, e.getMessage())),
                    e);
        }
    }

    private String send(String operation) throws IOException {
        String id = String.valueOf(++lastId);
        transport.send(messages.frame("<rpc message-id=\"%s\" xmlns=\"%s\">%s</rpc>".formatted(id, Xml.NETCONF,
                operation)));
        return id;
    }

    /** The reply to one of these requests; what else arrives is of no interest. */
    private Optional<Element> answer(String name, Set<String> ids, Deadline deadline)
            throws IOException, AnswerUnreadable {
        while (true) {
            Optional<String> message = messages.next(deadline);
            if (message.isEmpty()) {
                return Optional.empty();
            }
            Element reply = parsed(name, message.get());
            if (reply.getLocalName().equals("rpc-reply") && (ids.contains(reply.getAttribute("message-id"))
                    || trustsErrorsForNobody && isErrorForNobody(reply))) {
                return Optional.of(reply);
            }
        }
    }

    /** A server that could not read a request's id cannot say which one it refuses (RFC 6241, section 4.2). */
    private static boolean isErrorForNobody(Element reply) {
        return !reply.hasAttribute("message-id") && Xml.child(reply, "rpc-error").isPresent();
    }

    private Element parsed(String name, String message) throws AnswerUnreadable {
        try {
            return xml.read(message);
        } catch (IOException e) {
            throw new AnswerUnreadable(redaction.of("%s: the answer to '%s' cannot be read: %s".formatted(address, name,
                    e.getMessage())));
        }
    }

    private void record(String name, String answer, boolean failed, Instant start, long from) {
        journal.record(new CommandRecord(address.name(), name, redaction.of(answer), failed, start,
                Duration.ofNanos(System.nanoTime() - from)));
    }

    /** Takes leave, and closes. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                request("close-session", "<close-session/>");
            }
        } catch (SessionException e) {
            // it is closed anyway
        }
        abandon();
    }

    @Override
    public void abandon() {
        messages.ended("the session was given up");
        try {
            transport.close();
        } catch (IOException e) {
            // it was broken already
        }
    }
}
