package lifeboat.gmpls.object;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which record an object of a message is read as. */
public final class KnownObjects {

    private static final int CLASSES = 256;

    private final Map<Integer, Reader> readers = new HashMap<>();
    private final Set<Integer> classes = new HashSet<>();

    private interface Reader {

        RsvpObject read(int cType, WireReader in);
    }

    private interface SimpleReader {

        RsvpObject read(WireReader in);
    }

    public KnownObjects() {
        one(1, 7, LspTunnelSession::read);
        one(3, 1, RsvpHop::read);
        one(3, 3, IfIdHop::read);
        one(4, 1, Integrity::read);
        one(5, 1, TimeValues::read);
        one(6, 1, ErrorSpec::read);
        one(6, 3, IfIdErrorSpec::read);
        one(7, 1, Scope::read);
        one(8, 1, Style::read);
        some(9, Flowspec::read, 2, SdhTraffic.C_TYPE, EthernetTraffic.C_TYPE);
        one(10, 7, FilterSpec::read);
        one(11, 7, SenderTemplate::read);
        some(12, SenderTspec::read, 2, SdhTraffic.C_TYPE, EthernetTraffic.C_TYPE);
        handedOn(13, 2);
        handedOn(14, 1);
        one(15, 1, ResvConfirm::read);
        some(16, LabelObject::read, 1, LabelValue.GENERALIZED, 3);
        one(19, 1, LabelRequest::read);
        one(19, 4, GeneralizedLabelRequest::read);
        one(20, 1, ExplicitRoute::read);
        one(21, 1, RecordRoute::read);
        some(22, HelloObject::read, 1, 2);
        one(23, 1, MessageId::read);
        some(24, MessageIdAck::read, 1, 2);
        one(25, 1, MessageIdList::read);
        some(34, RecoveryLabel::read, 1, LabelValue.GENERALIZED, 3);
        some(35, UpstreamLabel::read, 1, LabelValue.GENERALIZED, 3);
        one(36, 1, LabelSet::read);
        some(37, Protection::read, Protection.OF_LINKS, Protection.OF_LSP);
        one(67, 1, LspRequiredAttributes::read);
        some(129, SuggestedLabel::read, 1, LabelValue.GENERALIZED, 3);
        one(130, 1, AcceptableLabelSet::read);
        one(131, 1, RestartCapability::read);
        one(134, 1, Capability::read);
        one(195, 1, NotifyRequest::read);
        one(196, 1, AdminStatus::read);
        one(197, 1, LspAttributes::read);
        one(199, 1, Association::read);
        one(207, 1, AffineSessionAttribute::read);
        one(207, 7, SessionAttribute::read);
    }

    private void one(int classNumber, int cType, SimpleReader reader) {
        some(classNumber, (type, in) -> reader.read(in), cType);
    }

    private void some(int classNumber, Reader reader, int... cTypes) {
        classes.add(classNumber);
        for (int cType : cTypes) {
            readers.put(key(classNumber, cType), reader);
        }
    }

    /** ADSPEC and POLICY_DATA, which are not for us. */
    private void handedOn(int classNumber, int cType) {
        some(classNumber, (type, in) -> OpaqueObject.read(classNumber, type, in), cType);
    }

    private static int key(int classNumber, int cType) {
        return classNumber * CLASSES + cType;
    }

    /** An object of a class or type that is not known is read as an {@link OpaqueObject}. */
    public RsvpObject read(int classNumber, int cType, WireReader in) {
        Reader reader = readers.get(key(classNumber, cType));
        return reader == null ? OpaqueObject.read(classNumber, cType, in) : reader.read(cType, in);
    }

    public boolean isClass(int classNumber) {
        return classes.contains(classNumber);
    }

    public boolean isKnown(RsvpObject object) {
        return readers.containsKey(key(object.classNumber(), object.cType()));
    }
}
