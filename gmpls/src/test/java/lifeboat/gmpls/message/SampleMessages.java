package lifeboat.gmpls.message;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.gmpls.object.AcceptableLabelSet;
import lifeboat.gmpls.object.AdminStatus;
import lifeboat.gmpls.object.AffineSessionAttribute;
import lifeboat.gmpls.object.Association;
import lifeboat.gmpls.object.Capability;
import lifeboat.gmpls.object.ErrorSpec;
import lifeboat.gmpls.object.EthernetTraffic;
import lifeboat.gmpls.object.ExplicitRoute;
import lifeboat.gmpls.object.FilterSpec;
import lifeboat.gmpls.object.Flowspec;
import lifeboat.gmpls.object.GeneralizedLabelRequest;
import lifeboat.gmpls.object.HelloObject;
import lifeboat.gmpls.object.IfIdErrorSpec;
import lifeboat.gmpls.object.IfIdHop;
import lifeboat.gmpls.object.Integrity;
import lifeboat.gmpls.object.InterfaceId;
import lifeboat.gmpls.object.LabelObject;
import lifeboat.gmpls.object.LabelRequest;
import lifeboat.gmpls.object.LabelSet;
import lifeboat.gmpls.object.LabelValue;
import lifeboat.gmpls.object.LspAttributes;
import lifeboat.gmpls.object.LspRequiredAttributes;
import lifeboat.gmpls.object.LspTunnelSession;
import lifeboat.gmpls.object.MessageId;
import lifeboat.gmpls.object.MessageIdAck;
import lifeboat.gmpls.object.MessageIdList;
import lifeboat.gmpls.object.NotifyRequest;
import lifeboat.gmpls.object.Octets;
import lifeboat.gmpls.object.OpaqueObject;
import lifeboat.gmpls.object.Protection;
import lifeboat.gmpls.object.RecordRoute;
import lifeboat.gmpls.object.RecoveryLabel;
import lifeboat.gmpls.object.RestartCapability;
import lifeboat.gmpls.object.ResvConfirm;
import lifeboat.gmpls.object.RouteHop;
import lifeboat.gmpls.object.RsvpHop;
import lifeboat.gmpls.object.RsvpObject;
import lifeboat.gmpls.object.Scope;
import lifeboat.gmpls.object.SdhTraffic;
import lifeboat.gmpls.object.SenderTemplate;
import lifeboat.gmpls.object.SenderTspec;
import lifeboat.gmpls.object.SessionAttribute;
import lifeboat.gmpls.object.Style;
import lifeboat.gmpls.object.SuggestedLabel;
import lifeboat.gmpls.object.TimeValues;
import lifeboat.gmpls.object.Tlv;
import lifeboat.gmpls.object.UpstreamLabel;

/** A message of each kind, with an object of each kind among them, for a light path from 10.0.0.1 to 10.0.0.4. */
final class SampleMessages {

    private static final Inet4Address INGRESS = address("10.0.0.1");
    private static final Inet4Address EGRESS = address("10.0.0.4");
    private static final LspTunnelSession SESSION = new LspTunnelSession(EGRESS, 7, INGRESS);
    private static final SenderTemplate SENDER = new SenderTemplate(INGRESS, 1);
    private static final MessageId ID = new MessageId(MessageId.ACK_DESIRED, 0xabcdef, 1001);
    private static final TimeValues REFRESH = new TimeValues(Duration.ofSeconds(30));
    private static final SdhTraffic GIGABIT = SdhTraffic.virtualVc4(7);
    private static final LabelValue SLOTS = LabelValue.generalized(
            Stream.iterate(1, slot -> slot + 1).limit(7).map(slot -> slot << 16).collect(Collectors.toList()));
    private static final IfIdHop HOP = new IfIdHop(new RsvpHop(address("10.0.12.1"), 11),
            List.of(InterfaceId.ifIndex(INGRESS, 3)));
    private static final RecordRoute TAKEN = new RecordRoute(List.of(
            new RouteHop.Address(false, address("10.0.12.1"), 32, 0),
            new RouteHop.Label(false, 0, SLOTS), new RouteHop.Unnumbered(false, 0, INGRESS, 3)));

    private SampleMessages() {
    }

    static Inet4Address address(String address) {
        try {
            return (Inet4Address) InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static List<RsvpMessage> all() {
        return List.of(sdhPath(), ethernetPath(), packetPath(), resv(), sharedResv(), pathErr(), resvErr(), pathTear(),
                resvTear(), resvConf(), hello(false), hello(true), restartingHello(), ack(), srefresh(), notification(),
                recoveryPath());
    }

    private static RsvpMessage message(MessageType type, RsvpObject... objects) {
        return RsvpMessage.of(type, List.of(objects));
    }

    static RsvpMessage sdhPath() {
        return message(MessageType.PATH, ID, SESSION, HOP, REFRESH,
                new ExplicitRoute(List.of(RouteHop.Address.strict(address("10.0.12.2")),
                        new RouteHop.Label(false, RouteHop.Label.UPSTREAM, SLOTS),
                        new RouteHop.Unnumbered(false, 0, address("10.0.0.2"), 5),
                        RouteHop.Address.loose(EGRESS))),
                new GeneralizedLabelRequest(GeneralizedLabelRequest.SDH, GeneralizedLabelRequest.TDM,
                        GeneralizedLabelRequest.ETHERNET_PAYLOAD),
                new Protection(Protection.OF_LSP, Protection.SECONDARY, 0),
                new LabelSet(0, LabelValue.GENERALIZED, SLOTS.words()),
                new SessionAttribute(3, 2, SessionAttribute.LABELS_RECORDED, "lifeboat-1"),
                new NotifyRequest(INGRESS), new AdminStatus(AdminStatus.TESTING),
                new Association(Association.RECOVERY, 2, INGRESS), LspAttributes.crankback(), SENDER,
                new SenderTspec(GIGABIT), TAKEN, new SuggestedLabel(SLOTS), new UpstreamLabel(SLOTS));
    }

    private static RsvpMessage ethernetPath() {
        return message(MessageType.PATH, SESSION, HOP, REFRESH,
                new ExplicitRoute(List.of(RouteHop.Address.strict(address("10.0.12.2")))),
                new GeneralizedLabelRequest(GeneralizedLabelRequest.ETHERNET, GeneralizedLabelRequest.DATA_CHANNEL,
                        GeneralizedLabelRequest.ETHERNET_PAYLOAD),
                new Protection(Protection.OF_LINKS, Protection.SECONDARY, 0),
                new AffineSessionAttribute(1, 2, 4, new SessionAttribute(7, 0, 0, "")),
                new SenderTemplate(INGRESS, 2), new SenderTspec(EthernetTraffic.port(1_000_000_000, 9000)),
                new UpstreamLabel(LabelValue.generalized(List.of(5))));
    }

    private static RsvpMessage packetPath() {
        return message(MessageType.PATH, SESSION, new RsvpHop(address("10.0.12.1"), 0), REFRESH,
                new LabelRequest(0x0800),
                new LspRequiredAttributes(List.of(new Tlv(1, new Octets(new byte[] {0, 0, 0, 0})))), SENDER,
                new SenderTspec(GIGABIT));
    }

    private static RsvpMessage resv() {
        return message(MessageType.RESV, ID, SESSION, HOP, REFRESH, new ResvConfirm(EGRESS), new NotifyRequest(EGRESS),
                new AdminStatus(AdminStatus.REFLECT | AdminStatus.DELETION), Style.FIXED_FILTER,
                new Flowspec(GIGABIT), new FilterSpec(SENDER), new LabelObject(SLOTS), TAKEN);
    }

    private static RsvpMessage sharedResv() {
        return message(MessageType.RESV, SESSION, HOP, REFRESH, new Scope(List.of(INGRESS)), Style.SHARED_EXPLICIT,
                new Flowspec(EthernetTraffic.port(100_000_000, 1500)), new FilterSpec(SENDER),
                new LabelObject(LabelValue.generalized(List.of(5))), new FilterSpec(new SenderTemplate(INGRESS, 2)),
                new LabelObject(LabelValue.generalized(List.of(6))));
    }

    private static RsvpMessage pathErr() {
        return message(MessageType.PATH_ERR, SESSION,
                new IfIdErrorSpec(new ErrorSpec(address("10.0.24.2"), ErrorSpec.PATH_STATE_REMOVED, 1, 2),
                        List.of(InterfaceId.ifIndex(address("10.0.0.2"), 4), InterfaceId.node(address("10.0.0.4")),
                                InterfaceId.reportingNode(address("10.0.0.2")),
                                InterfaceId.ipv4(address("10.0.24.2")))),
                new AcceptableLabelSet(1, LabelValue.GENERALIZED, List.of(0x10000)), SENDER,
                new SenderTspec(GIGABIT));
    }

    private static RsvpMessage resvErr() {
        return message(MessageType.RESV_ERR, SESSION, HOP,
                new ErrorSpec(address("10.0.12.2"), ErrorSpec.IN_PLACE, 1, 2),
                Style.FIXED_FILTER, new Flowspec(GIGABIT), new FilterSpec(SENDER));
    }

    private static RsvpMessage pathTear() {
        return message(MessageType.PATH_TEAR, SESSION, HOP, SENDER, new SenderTspec(GIGABIT));
    }

    private static RsvpMessage resvTear() {
        return message(MessageType.RESV_TEAR, SESSION, HOP, Style.FIXED_FILTER, new FilterSpec(SENDER));
    }

    private static RsvpMessage resvConf() {
        return message(MessageType.RESV_CONF, SESSION, new ErrorSpec(EGRESS, 0, 0, 0), new ResvConfirm(EGRESS),
                Style.FIXED_FILTER, new Flowspec(GIGABIT), new FilterSpec(SENDER));
    }

    private static RsvpMessage hello(boolean answer) {
        return message(MessageType.HELLO, new HelloObject(answer, 0x11111111, answer ? 0x22222222 : 0),
                new RestartCapability(Duration.ofMinutes(1), Duration.ofMinutes(2)));
    }

    private static RsvpMessage restartingHello() {
        return message(MessageType.HELLO, new HelloObject(false, 1, 0),
                new RestartCapability(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                new Capability(Capability.RECOVERY_PATH_TRANSMIT | Capability.RECOVERY_PATH_DESIRED));
    }

    private static RsvpMessage ack() {
        return message(MessageType.ACK, new MessageIdAck(true, 0, 0xabcdef, 1001),
                new MessageIdAck(false, 0, 0xabcdef, -1));
    }

    private static RsvpMessage srefresh() {
        return message(MessageType.SREFRESH, ID, new MessageIdList(0, 0xabcdef, List.of(1001, 1002, -5)));
    }

    private static RsvpMessage notification() {
        return message(MessageType.NOTIFY, ID, new ErrorSpec(address("10.0.24.2"), 0, 25, 9), SESSION, SENDER,
                new SenderTspec(GIGABIT));
    }

    private static RsvpMessage recoveryPath() {
        return message(MessageType.RECOVERY_PATH, SESSION, HOP, REFRESH, new RecoveryLabel(SLOTS), SENDER,
                new SenderTspec(GIGABIT));
    }

    /** As neighbours use it that share a key. */
    static RsvpMessage authenticated(RsvpMessage message, Octets digest) {
        return new RsvpMessage(message.type(), message.flags(), message.sendTtl(), Stream.concat(
                Stream.of(new Integrity(0, 0x0000_0a00_0001L, 0x8000_0000_0000_0001L, digest)),
                message.objects().stream()).toList());
    }

    /** An object of a class that nobody knows. */
    static OpaqueObject unknown(int classNumber) {
        return new OpaqueObject(classNumber, 1, new Octets(new byte[] {1, 2, 3, 4}));
    }
}
