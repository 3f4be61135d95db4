package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import lifeboat.gmpls.link.DataLink;
import lifeboat.gmpls.link.SlotTable;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.neighbour.Neighbour;
import lifeboat.gmpls.neighbour.NeighbourEvents;
import lifeboat.gmpls.neighbour.RefreshSettings;
import lifeboat.gmpls.neighbour.StateKey;
import lifeboat.gmpls.object.ErrorSpec;
import lifeboat.gmpls.object.IfIdErrorSpec;
import lifeboat.gmpls.object.LabelObject;
import lifeboat.gmpls.object.LspTunnelSession;
import lifeboat.gmpls.object.RecordRoute;
import lifeboat.gmpls.object.SenderTemplate;
import lifeboat.gmpls.object.UpstreamLabel;
import lifeboat.gmpls.signalling.CrossConnects.End;
import lifeboat.gmpls.signalling.Refusal.Reason;
import lifeboat.gmpls.time.Timers;

/**
 * A CP-device's part in signalling LSPs (RFC 3209, RFC 3473): it admits them hop by hop, both ways at once, by the time
 * slots of its links; or says why not, and the node where the LSP begins looks for another way (crankback, RFC 4920).
 * Everything about one node is done on one thread.
 */
public final class CpNode {

    /**
     * How patient a node is.
     *
     * @param tries how many ways are tried at most
     * @param setUp how long setting up one way may take
     */
    public record Settings(RefreshSettings refresh, int tries, Duration setUp) {
    }

    private final Inet4Address routerId;
    private final Settings settings;
    private final Timers timers;
    private final Routes routes;
    private final CrossConnects crossConnects;
    private final LspEvents events;
    private final LspMessages messages;
    private final Map<DataLink, SlotTable<LspId>> links = new LinkedHashMap<>();
    private final Set<DataLink> dead = new HashSet<>();
    private final Map<Inet4Address, Neighbour> neighbours = new HashMap<>();
    private final Map<LspId, Lsp> lsps = new LinkedHashMap<>();
    private final Map<LspTunnelSession, Wanted> wanted = new LinkedHashMap<>();

    /** What is wanted of a node where an LSP begins, and what was tried for it. */
    private static final class Wanted {

        private final LspRequest request;
        private final Set<Inet4Address> without = new HashSet<>();
        private int tries;
        private LspId now;
        private boolean isUp;
        private String why = "there is no way to it";

        private Wanted(LspRequest request) {
            this.request = request;
        }
    }

    public CpNode(Inet4Address routerId, List<DataLink> links, Settings settings, Timers timers, Random random,
            ControlChannel channel, Routes routes, CrossConnects crossConnects, LspEvents events) {
        this.routerId = routerId;
        this.settings = settings;
        this.timers = timers;
        this.routes = routes;
        this.crossConnects = crossConnects;
        this.events = events;
        this.messages = new LspMessages(routerId, settings.refresh().refresh());
        int epoch = random.nextInt(1 << 24);
        for (DataLink link : links) {
            this.links.put(link, new SlotTable<>(link.slots()));
            neighbours.computeIfAbsent(link.remoteControl(), control -> new Neighbour(epoch, settings.refresh(), timers,
                    random, message -> channel.send(link.localControl(), control, message), new Events(control)));
        }
    }

    /** What one neighbour says. */
    private final class Events implements NeighbourEvents {

        private final Inet4Address control;

        private Events(Inet4Address control) {
            this.control = control;
        }

        @Override
        public void holds(StateKey key, RsvpMessage message) {
            if (key.kind() == StateKey.Kind.PATH) {
                path(control, id(key), message);
            } else {
                of(key, lsp -> isAhead(lsp, control)).ifPresent(lsp -> resv(lsp, message));
            }
        }

        @Override
        public void ended(StateKey key, RsvpMessage tear) {
            noMore(key);
        }

        @Override
        public void expired(StateKey key) {
            noMore(key);
        }

        private void noMore(StateKey key) {
            if (key.kind() == StateKey.Kind.PATH) {
                of(key, lsp -> isBehind(lsp, control)).ifPresent(CpNode.this::end);
            } else {
                of(key, lsp -> isAhead(lsp, control) && lsp.isReserved()).ifPresent(CpNode.this::resvIsGone);
            }
        }

        @Override
        public void said(RsvpMessage message) {
            if (message.type() == MessageType.PATH_ERR) {
                message.first(LspTunnelSession.class).flatMap(session -> message.first(SenderTemplate.class)
                        .map(sender -> lsps.get(new LspId(session, sender)))).filter(lsp -> isAhead(lsp, control))
                        .ifPresent(lsp -> Refusal.of(message).ifPresent(refusal -> pathErr(lsp, refusal, message)));
            }
        }
    }

    private static LspId id(StateKey key) {
        return new LspId(key.session(), key.sender());
    }

    private Optional<Lsp> of(StateKey key, Predicate<Lsp> which) {
        return Optional.ofNullable(lsps.get(id(key))).filter(which);
    }

    private static boolean isAhead(Lsp lsp, Inet4Address control) {
        return lsp.out() != null && lsp.out().remoteControl().equals(control);
    }

    private static boolean isBehind(Lsp lsp, Inet4Address control) {
        return lsp.in() != null && lsp.in().remoteControl().equals(control);
    }

    private Neighbour neighbour(DataLink link) {
        return neighbours.get(link.remoteControl());
    }

    /** @param from the other end of the control link that it came by */
    public void receive(Inet4Address from, RsvpMessage message) {
        Neighbour neighbour = neighbours.get(from);
        if (neighbour != null) {
            neighbour.receive(message);
        }
    }

    /**
     * Begins an LSP. What becomes of it, the events say.
     *
     * @throws IllegalArgumentException if there is a tunnel of that number to that node
     */
    public void setUp(LspRequest request) {
        LspTunnelSession session = new LspTunnelSession(request.to(), request.tunnel(), routerId);
        if (wanted.containsKey(session)) {
            throw new IllegalArgumentException("There is a tunnel %d to %s already".formatted(request.tunnel(),
                    request.to().getHostAddress()));
        }
        Wanted anew = new Wanted(request);
        wanted.put(session, anew);
        tryNext(session, anew);
    }

    private void tryNext(LspTunnelSession session, Wanted want) {
        want.isUp = false;
        Optional<List<Inet4Address>> route = want.tries < settings.tries() ? routes.find(routerId, want.request.to(),
                want.request.slots(), want.without) : Optional.empty();
        if (route.isEmpty() || route.get().isEmpty()) {
            wanted.remove(session);
            events.failed(want.request, want.why);
            return;
        }
        LspId id = new LspId(session, new SenderTemplate(routerId, ++want.tries));
        want.now = id;
        Lsp lsp = new Lsp(id, messages.firstPath(id, want.request), null, route.get());
        lsps.put(id, lsp);
        timers.after(settings.setUp(), () -> {
            if (id.equals(want.now) && lsps.get(id) == lsp && !lsp.isReserved()) {
                want.why = "it was not set up within %d s".formatted(settings.setUp().toSeconds());
                end(lsp);
            }
        });
        sendOn(lsp);
    }

    /** Ends an LSP that begins here. Nothing happens if there is none. */
    public void tearDown(LspRequest request) {
        Wanted want = wanted.remove(new LspTunnelSession(request.to(), request.tunnel(), routerId));
        if (want != null && lsps.containsKey(want.now)) {
            end(lsps.get(want.now));
        }
    }

    private void path(Inet4Address control, LspId id, RsvpMessage message) {
        Lsp known = lsps.get(id);
        if (known != null && !isBehind(known, control)) {
            return;
        }
        Optional<DataLink> link = LspMessages.link(message).flatMap(remote -> links.keySet().stream()
                .filter(one -> one.remote().equals(remote) && one.remoteControl().equals(control)).findFirst());
        Optional<List<Inet4Address>> route = LspMessages.route(message);
        List<Integer> slots = message.first(UpstreamLabel.class).map(UpstreamLabel::label).map(LspMessages::slots)
                .orElse(List.of());
        Reason refused = link.isEmpty() || route.isEmpty() || route.get().isEmpty()
                || !route.get().get(0).equals(link.get().local()) ? Reason.BAD_ROUTE
                : dead.contains(link.get()) ? Reason.LINK_FAILED
                : slots.isEmpty() || slots.size() != LspMessages.slotsAsked(message) ? Reason.BAD_LABEL
                : giveWay(id, link.get(), slots) ? null : Reason.LABEL_TAKEN;
        if (refused != null) {
            if (known != null) {
                forget(known);
            }
            refuse(neighbours.get(control), id, new Refusal(routerId, refused, link.map(DataLink::local).orElse(null)));
            return;
        }
        if (known != null && known.in().equals(link.get())) {
            known.comesBy(message, slots);
            changed(known);
            return;
        }
        if (known != null) {
            forget(known);
        }
        links.get(link.get()).take(id, slots);
        Lsp lsp = new Lsp(id, message, link.get(), route.get().subList(1, route.get().size()));
        lsp.comesBy(message, slots);
        lsps.put(id, lsp);
        if (!lsp.ahead().isEmpty()) {
            sendOn(lsp);
        } else if (id.session().endpoint().equals(routerId)) {
            reserve(lsp);
        } else {
            refuse(lsp, new Refusal(routerId, Reason.NO_ROUTE, null));
        }
    }

    /** Takes the slots that the neighbour has chosen, though it crossed a choice of ours (RFC 3473, 3). */
    private boolean giveWay(LspId id, DataLink link, Collection<Integer> slots) {
        SlotTable<LspId> table = links.get(link);
        for (LspId other : table.others(id, slots)) {
            Lsp ours = lsps.get(other);
            boolean isCrossing = ours != null && link.equals(ours.out()) && !ours.isReserved();
            if (!isCrossing || Integer.compareUnsigned(number(routerId), number(link.neighbour())) > 0) {
                return false;
            }
        }
        for (LspId other : table.others(id, slots)) {
            chooseAnew(lsps.get(other), slots);
        }
        return table.take(id, slots);
    }

    private static int number(Inet4Address address) {
        byte[] bytes = address.getAddress();
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    private void chooseAnew(Lsp lsp, Collection<Integer> refused) {
        lsp.refusedSlots().addAll(refused);
        links.get(lsp.out()).release(lsp.id());
        DataLink link = lsp.out();
        Optional<List<Integer>> slots = links.get(link).free(LspMessages.slotsAsked(lsp.path()), lsp.refusedSlots());
        if (slots.isEmpty()) {
            refuse(lsp, new Refusal(routerId, Reason.NO_BANDWIDTH, link.local()));
            return;
        }
        links.get(link).take(lsp.id(), slots.get());
        lsp.goesOutBy(link, slots.get());
        neighbour(link).hold(lsp.id().path(), messages.path(lsp));
    }

    private void changed(Lsp lsp) {
        if (lsp.out() != null) {
            neighbour(lsp.out()).hold(lsp.id().path(), messages.path(lsp));
        }
        if (lsp.out() == null || lsp.isReserved()) {
            reserve(lsp);
        }
    }

    private void sendOn(Lsp lsp) {
        Inet4Address next = lsp.ahead().get(0);
        Optional<DataLink> link = links.keySet().stream().filter(one -> one.remote().equals(next)).findFirst();
        if (link.isEmpty()) {
            refuse(lsp, new Refusal(routerId, Reason.BAD_ROUTE, null));
            return;
        }
        Optional<List<Integer>> slots = dead.contains(link.get()) ? Optional.empty() : links.get(link.get()).free(
                LspMessages.slotsAsked(lsp.path()), lsp.refusedSlots());
        if (slots.isEmpty()) {
            refuse(lsp, new Refusal(routerId, dead.contains(link.get()) ? Reason.LINK_FAILED : Reason.NO_BANDWIDTH,
                    link.get().local()));
            return;
        }
        links.get(link.get()).take(lsp.id(), slots.get());
        lsp.goesOutBy(link.get(), slots.get());
        neighbour(link.get()).hold(lsp.id().path(), messages.path(lsp));
    }

    private void resv(Lsp lsp, RsvpMessage message) {
        boolean isForItsSlots = message.first(LabelObject.class).map(LabelObject::label).map(LspMessages::slots)
                .filter(lsp.outSlots()::equals).isPresent();
        if (isForItsSlots) {
            lsp.reserved(message);
            reserve(lsp);
        }
    }

    /** From here to its end. */
    private void reserve(Lsp lsp) {
        crossConnects.connect(lsp.id(), lsp.beginsHere() ? End.CLIENT : new End(Optional.of(lsp.in()), lsp.inSlots()),
                lsp.out() == null ? End.CLIENT : new End(Optional.of(lsp.out()), lsp.outSlots()));
        if (!lsp.beginsHere()) {
            neighbour(lsp.in()).hold(lsp.id().resv(), messages.resv(lsp));
            return;
        }
        Wanted want = wanted.get(lsp.id().session());
        if (want != null && !want.isUp) {
            want.isUp = true;
            events.up(want.request, lsp.resv().first(RecordRoute.class).map(RecordRoute::hops).orElse(List.of()));
        }
    }

    private void resvIsGone(Lsp lsp) {
        crossConnects.disconnect(lsp.id());
        lsp.reserved(null);
        if (lsp.beginsHere()) {
            end(lsp);
        } else {
            neighbour(lsp.in()).end(lsp.id().resv(), messages.resvTear(lsp));
        }
    }

    private void pathErr(Lsp lsp, Refusal refusal, RsvpMessage message) {
        boolean isRemoved = message.first(IfIdErrorSpec.class).map(IfIdErrorSpec::error).or(() ->
                message.first(ErrorSpec.class)).filter(error -> (error.flags() & ErrorSpec.PATH_STATE_REMOVED) != 0)
                .isPresent();
        if (!isRemoved && !lsp.beginsHere()) {
            neighbour(lsp.in()).say(messages.pathErr(lsp.id(), refusal, 0));
            return;
        }
        if (isRemoved) {
            neighbour(lsp.out()).retract(lsp.id().path());
        }
        if (isRemoved && refusal.reason() == Reason.LABEL_TAKEN && refusal.node().equals(lsp.out().neighbour())
                && !lsp.isReserved()) {
            chooseAnew(lsp, lsp.outSlots());
            return;
        }
        if (isRemoved) {
            neighbour(lsp.out()).drop(lsp.id().resv());
            links.get(lsp.out()).release(lsp.id());
            lsp.goesNowhere();
        }
        refuse(lsp, refusal);
    }

    /** It cannot be, or not any more: who is behind is told, and who is ahead has no part in it any more. */
    private void refuse(Lsp lsp, Refusal refusal) {
        if (lsp.beginsHere()) {
            Wanted want = wanted.get(lsp.id().session());
            if (want != null) {
                want.why = refusal.inWords();
                if (refusal.link() != null) {
                    want.without.add(refusal.link());
                }
            }
            end(lsp);
            return;
        }
        forget(lsp);
        refuse(neighbour(lsp.in()), lsp.id(), refusal);
    }

    private void refuse(Neighbour behind, LspId id, Refusal refusal) {
        behind.drop(id.path());
        behind.say(messages.pathErr(id, refusal, ErrorSpec.PATH_STATE_REMOVED));
    }

    /** Nobody wants it any more, as far as this node knows. Where it begins, another way is tried if it is wanted. */
    private void end(Lsp lsp) {
        forget(lsp);
        Wanted want = lsp.beginsHere() ? wanted.get(lsp.id().session()) : null;
        if (want != null && lsp.id().equals(want.now)) {
            tryNext(lsp.id().session(), want);
        }
    }

    private void forget(Lsp lsp) {
        lsps.remove(lsp.id());
        crossConnects.disconnect(lsp.id());
        if (lsp.out() != null) {
            neighbour(lsp.out()).end(lsp.id().path(), messages.pathTear(lsp));
            neighbour(lsp.out()).drop(lsp.id().resv());
            links.get(lsp.out()).release(lsp.id());
        }
        if (lsp.in() != null) {
            neighbour(lsp.in()).retract(lsp.id().resv());
            links.get(lsp.in()).release(lsp.id());
        }
    }

    /** The data link is dead, whatever becomes of its control link. */
    public void linkFailed(DataLink link) {
        dead.add(link);
        for (Lsp lsp : List.copyOf(lsps.values())) {
            if (lsps.get(lsp.id()) == lsp && (link.equals(lsp.out()) || link.equals(lsp.in()))) {
                refuse(lsp, new Refusal(routerId, Reason.LINK_FAILED, link.local()));
            }
        }
    }

    public void linkWorks(DataLink link) {
        dead.remove(link);
    }

    /** Whose the slots of a link are, as this end of it has it. */
    public Map<LspId, List<Integer>> slots(DataLink link) {
        return links.get(link).byHolder();
    }

    public Collection<DataLink> links() {
        return List.copyOf(links.keySet());
    }

    public Set<LspId> lsps() {
        return Set.copyOf(lsps.keySet());
    }
}
