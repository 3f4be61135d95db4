package lifeboat.gmpls.authentication;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.gmpls.message.RsvpCodec;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.Integrity;
import lifeboat.gmpls.object.Octets;
import lifeboat.gmpls.object.RsvpObject;

/** Signs the messages to a neighbour, each with a higher number than any before (RFC 2747, 4.1). */
public final class SignedMessages {

    /** Where the digest begins: behind the message's header and the other fields of its first object. */
    static final int DIGEST_AT = 28;

    private final SharedKey key;
    private final RsvpCodec codec;
    private long sequence;

    /**
     * @param first the first number, which has to be higher than any that was used with the key, also by a node that
     *        has restarted since: the time, for instance (RFC 2747, 3)
     */
    public SignedMessages(SharedKey key, RsvpCodec codec, long first) {
        this.key = key;
        this.codec = codec;
        this.sequence = first;
    }

    /** As it is sent: without a checksum, which the digest makes needless. */
    public byte[] encode(RsvpMessage message) {
        Integrity integrity = new Integrity(0, key.id(), sequence++, new Octets(new byte[key.length()]));
        List<RsvpObject> objects = Stream.concat(Stream.of(integrity), message.objects().stream()).toList();
        byte[] bytes = codec.encodeWithoutChecksum(new RsvpMessage(message.type(), message.flags(), message.sendTtl(),
                objects));
        byte[] digest = key.digest(bytes);
        System.arraycopy(digest, 0, bytes, DIGEST_AT, digest.length);
        return bytes;
    }

    static byte[] withoutDigest(byte[] message, int length) {
        byte[] bytes = message.clone();
        Arrays.fill(bytes, DIGEST_AT, DIGEST_AT + length, (byte) 0);
        return bytes;
    }
}
