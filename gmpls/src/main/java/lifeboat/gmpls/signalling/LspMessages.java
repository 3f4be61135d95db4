package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.gmpls.link.DataLink;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.ExplicitRoute;
import lifeboat.gmpls.object.FilterSpec;
import lifeboat.gmpls.object.Flowspec;
import lifeboat.gmpls.object.GeneralizedLabelRequest;
import lifeboat.gmpls.object.IfIdHop;
import lifeboat.gmpls.object.InterfaceId;
import lifeboat.gmpls.object.LabelObject;
import lifeboat.gmpls.object.LabelSet;
import lifeboat.gmpls.object.LabelValue;
import lifeboat.gmpls.object.LspAttributes;
import lifeboat.gmpls.object.NotifyRequest;
import lifeboat.gmpls.object.RecordRoute;
import lifeboat.gmpls.object.RouteHop;
import lifeboat.gmpls.object.RsvpHop;
import lifeboat.gmpls.object.RsvpObject;
import lifeboat.gmpls.object.SdhTraffic;
import lifeboat.gmpls.object.SenderTspec;
import lifeboat.gmpls.object.SessionAttribute;
import lifeboat.gmpls.object.Style;
import lifeboat.gmpls.object.TimeValues;
import lifeboat.gmpls.object.UpstreamLabel;

/** What a node says of an LSP, and what it reads in what it is told. */
final class LspMessages {

    /** A time slot's place in a label of SDH: its S field (RFC 4606, 3). */
    private static final int SLOT_AT = 16;
    private static final int WHOLE = 32;

    private final Inet4Address node;
    private final Duration refresh;

    LspMessages(Inet4Address node, Duration refresh) {
        this.node = node;
        this.refresh = refresh;
    }

    /** What the node where it begins says, but for what each hop says anew. */
    RsvpMessage firstPath(LspId id, LspRequest request) {
        return RsvpMessage.of(MessageType.PATH, List.of(id.session(),
                new GeneralizedLabelRequest(GeneralizedLabelRequest.SDH, GeneralizedLabelRequest.TDM,
                        GeneralizedLabelRequest.ETHERNET_PAYLOAD),
                new SessionAttribute(request.priority(), request.priority(), SessionAttribute.LABELS_RECORDED,
                        request.name()),
                new NotifyRequest(node), LspAttributes.crankback(), id.sender(),
                new SenderTspec(SdhTraffic.virtualVc4(request.slots()))));
    }

    /** By which link it goes on, and by which slots both ways. */
    RsvpMessage path(Lsp lsp) {
        DataLink link = lsp.out();
        LabelValue label = label(lsp.outSlots());
        List<RsvpObject> objects = new ArrayList<>(List.of(lsp.id().session(), hop(link), new TimeValues(refresh),
                new ExplicitRoute(lsp.ahead().stream().map(RouteHop.Address::strict).map(RouteHop.class::cast)
                        .toList())));
        handedOn(lsp.path(), GeneralizedLabelRequest.class, objects);
        objects.add(new LabelSet(0, LabelValue.GENERALIZED, label.words()));
        handedOn(lsp.path(), SessionAttribute.class, objects);
        handedOn(lsp.path(), NotifyRequest.class, objects);
        handedOn(lsp.path(), LspAttributes.class, objects);
        objects.add(lsp.id().sender());
        handedOn(lsp.path(), SenderTspec.class, objects);
        objects.add(recorded(link.local(), lsp.path(), label));
        objects.add(new UpstreamLabel(label));
        return RsvpMessage.of(MessageType.PATH, objects);
    }

    private static <T extends RsvpObject> void handedOn(RsvpMessage message, Class<T> kind, List<RsvpObject> to) {
        to.addAll(message.all(kind));
    }

    private static IfIdHop hop(DataLink link) {
        return new IfIdHop(new RsvpHop(link.localControl(), 0), List.of(InterfaceId.ipv4(link.local())));
    }

    /** The hop nearest to who reads it comes first. */
    private static RecordRoute recorded(Inet4Address hop, RsvpMessage before, LabelValue label) {
        return new RecordRoute(Stream.concat(Stream.of(new RouteHop.Address(false, hop, WHOLE, 0),
                new RouteHop.Label(false, 0, label)), before == null ? Stream.of()
                        : before.first(RecordRoute.class).stream().flatMap(route -> route.hops().stream())).toList());
    }

    /** That it is reserved from here on; the hop's link is named as the neighbour named it (RFC 3473, 8.1.2). */
    RsvpMessage resv(Lsp lsp) {
        DataLink link = lsp.in();
        LabelValue label = label(lsp.inSlots());
        return RsvpMessage.of(MessageType.RESV, List.of(lsp.id().session(),
                new IfIdHop(new RsvpHop(link.localControl(), 0), List.of(InterfaceId.ipv4(link.remote()))),
                new TimeValues(refresh), Style.FIXED_FILTER,
                new Flowspec(lsp.path().first(SenderTspec.class).orElseThrow().traffic()), filter(lsp),
                new LabelObject(label), recorded(link.local(), lsp.resv(), label)));
    }

    private static FilterSpec filter(Lsp lsp) {
        return new FilterSpec(lsp.id().sender());
    }

    RsvpMessage pathTear(Lsp lsp) {
        return RsvpMessage.of(MessageType.PATH_TEAR, List.of(lsp.id().session(), hop(lsp.out()), lsp.id().sender()));
    }

    RsvpMessage resvTear(Lsp lsp) {
        return RsvpMessage.of(MessageType.RESV_TEAR, List.of(lsp.id().session(), hop(lsp.in()), Style.FIXED_FILTER,
                filter(lsp)));
    }

    RsvpMessage pathErr(LspId lsp, Refusal refusal, int flags) {
        return RsvpMessage.of(MessageType.PATH_ERR, List.of(lsp.session(), refusal.spec(flags), lsp.sender()));
    }

    private static LabelValue label(List<Integer> slots) {
        return LabelValue.generalized(slots.stream().map(slot -> slot << SLOT_AT).toList());
    }

    static List<Integer> slots(LabelValue label) {
        return label.words().stream().map(word -> word >>> SLOT_AT).toList();
    }

    /** By which link a Path came, by the address of its other end; empty if it does not say. */
    static Optional<Inet4Address> link(RsvpMessage message) {
        return message.first(IfIdHop.class).flatMap(hop -> hop.interfaces().stream().filter(InterfaceId::isLink)
                .findFirst()).flatMap(InterfaceId::address);
    }

    /** How many VC-4s it carries; 0 if it is something else. */
    static int slotsAsked(RsvpMessage path) {
        return path.first(SenderTspec.class).map(SenderTspec::traffic).filter(SdhTraffic.class::isInstance)
                .map(SdhTraffic.class::cast).filter(traffic -> traffic.signal() == SdhTraffic.VC_4
                        && traffic.multiplier() <= 1).map(traffic -> Math.max(1, traffic.virtual())).orElse(0);
    }

    /** The route that is still to be taken: addresses only, each of which is the next. */
    static Optional<List<Inet4Address>> route(RsvpMessage path) {
        List<RouteHop> hops = path.first(ExplicitRoute.class).map(ExplicitRoute::hops).orElse(List.of());
        return hops.stream().allMatch(hop -> hop instanceof RouteHop.Address && !hop.loose())
                ? Optional.of(hops.stream().map(RouteHop.Address.class::cast).map(RouteHop.Address::address).toList())
                : Optional.empty();
    }
}
