package lifeboat.gmpls.message;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lifeboat.gmpls.object.KnownObjects;
import lifeboat.gmpls.object.OpaqueObject;
import lifeboat.gmpls.object.OpaqueObject.IfUnknown;
import lifeboat.gmpls.object.RsvpObject;
import lifeboat.gmpls.object.WireReader;
import lifeboat.gmpls.object.WireWriter;

/**
 * Writes and reads RSVP messages (RFC 2205, 3.1). What was written is read as the same, and what was read is written as
 * the same bytes, but for the fields that are reserved, which are written as zeros.
 */
public final class RsvpCodec {

    private static final int VERSION = 1;
    private static final int HEADER = 8;
    private static final int OBJECT_HEADER = 4;
    private static final int WORD = 4;
    private static final int CHECKSUM_AT = 2;
    private static final int LENGTH_AT = 6;
    private static final int FLAGS = 0xf;
    private static final int FLAG_BITS = 4;

    private final KnownObjects known = new KnownObjects();

    public byte[] encode(RsvpMessage message) {
        return withChecksum(encodeWithoutChecksum(message));
    }

    /** Several messages in one (RFC 2961, 3). */
    public byte[] encodeBundle(List<RsvpMessage> messages) {
        WireWriter body = new WireWriter();
        messages.forEach(message -> body.octets(encode(message)));
        RsvpMessage bundle = RsvpMessage.of(MessageType.BUNDLE, List.of());
        return withChecksum(message(bundle, body.toBytes()));
    }

    /** With zeros for its checksum: none is sent (RFC 2205, 3.1.1). */
    public byte[] encodeWithoutChecksum(RsvpMessage message) {
        WireWriter objects = new WireWriter();
        message.objects().forEach(object -> write(object, objects));
        return message(message, objects.toBytes());
    }

    private static byte[] message(RsvpMessage message, byte[] body) {
        return new WireWriter().u8(VERSION << FLAG_BITS | message.flags() & FLAGS).u8(message.type().number()).u16(0)
                .u8(message.sendTtl()).u8(0).u16(HEADER + body.length).octets(body).toBytes();
    }

    private static void write(RsvpObject object, WireWriter out) {
        WireWriter body = new WireWriter();
        object.write(body);
        body.pad();
        out.u16(OBJECT_HEADER + body.size()).u8(object.classNumber()).u8(object.cType()).octets(body.toBytes());
    }

    private static byte[] withChecksum(byte[] message) {
        int checksum = InternetChecksum.of(message);
        message[CHECKSUM_AT] = (byte) (checksum >> Byte.SIZE);
        message[CHECKSUM_AT + 1] = (byte) checksum;
        return message;
    }

    /**
     * The messages that have arrived as one: those of a bundle (RFC 2961, 3.2), in which there is no other bundle, or
     * the message itself.
     *
     * @throws MalformedMessage if it is not clear where one ends
     */
    public List<byte[]> unbundle(byte[] bytes) throws MalformedMessage {
        if (typeOf(bytes) != MessageType.BUNDLE) {
            return List.of(bytes);
        }
        List<byte[]> messages = new ArrayList<>();
        for (int at = HEADER; at < bytes.length;) {
            int length = bytes.length - at < HEADER ? 0 : lengthAt(bytes, at);
            if (length < HEADER || length > bytes.length - at) {
                throw new MalformedMessage("A message of a bundle ends outside of it");
            }
            messages.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return messages;
    }

    /**
     * Reads one message.
     *
     * @throws MalformedMessage if not all of it can be read, or it is a bundle
     */
    public RsvpMessage decode(byte[] bytes) throws MalformedMessage {
        MessageType type = typeOf(bytes);
        if (type == MessageType.BUNDLE) {
            throw new MalformedMessage("A bundle is in a bundle");
        }
        return decode(type, bytes);
    }

    private static int lengthAt(byte[] bytes, int at) {
        return (bytes[at + LENGTH_AT] & 0xff) << Byte.SIZE | bytes[at + LENGTH_AT + 1] & 0xff;
    }

    private static MessageType typeOf(byte[] bytes) throws MalformedMessage {
        if (bytes.length < HEADER || lengthAt(bytes, 0) != bytes.length || bytes.length % WORD != 0) {
            throw new MalformedMessage("The message's length is not what its header says");
        }
        WireReader in = new WireReader(bytes);
        int version = in.u8() >> FLAG_BITS;
        if (version != VERSION) {
            throw new MalformedMessage("The message is of version %d".formatted(version));
        }
        int type = in.u8();
        if (in.u16() != 0 && InternetChecksum.of(bytes) != 0) {
            throw new MalformedMessage("The message's checksum is not that of its bytes");
        }
        return MessageType.of(type).orElseThrow(() -> new MalformedMessage(
                "The message is of type %d, which is not known".formatted(type)));
    }

    private RsvpMessage decode(MessageType type, byte[] bytes) throws MalformedMessage {
        WireReader in = new WireReader(bytes);
        int flags = in.u8() & FLAGS;
        in.skip(CHECKSUM_AT + 1);
        int ttl = in.u8();
        in.skip(HEADER - LENGTH_AT + 1);
        List<RsvpObject> objects = new ArrayList<>();
        while (in.remaining() > 0) {
            objects.add(object(in));
        }
        return new RsvpMessage(type, flags, ttl, objects);
    }

    private RsvpObject object(WireReader in) throws MalformedMessage {
        int length = in.u16();
        int classNumber = in.u8();
        int cType = in.u8();
        if (length < OBJECT_HEADER || length % WORD != 0 || length - OBJECT_HEADER > in.remaining()) {
            throw new MalformedMessage("An object of class %d says that it is %d bytes long, which it cannot be"
                    .formatted(classNumber, length));
        }
        WireReader body = in.part(length - OBJECT_HEADER);
        try {
            RsvpObject object = known.read(classNumber, cType, body);
            if (body.remaining() > 0) {
                throw new MalformedMessage("An object of class %d and type %d is %d bytes too long".formatted(
                        classNumber, cType, body.remaining()));
            }
            return object;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedMessage("An object of class %d and type %d cannot be read: it is %d bytes long"
                    .formatted(classNumber, cType, length), e);
        }
    }

    /**
     * The first object because of which the message is to be refused (RFC 2205, 3.10): its class is not known and
     * neither to be ignored nor to be handed on, or its class is known and its type is not.
     */
    public Optional<RsvpObject> refused(RsvpMessage message) {
        return message.objects().stream().filter(object -> !known.isKnown(object)).filter(object ->
                known.isClass(object.classNumber()) || ifUnknown(object) == IfUnknown.REFUSE_THE_MESSAGE)
                .findFirst();
    }

    private static IfUnknown ifUnknown(RsvpObject object) {
        return object instanceof OpaqueObject opaque ? opaque.ifUnknown() : IfUnknown.REFUSE_THE_MESSAGE;
    }
}
