package lifeboat.gmpls.authentication;

import java.security.MessageDigest;
import lifeboat.gmpls.message.MalformedMessage;
import lifeboat.gmpls.message.RsvpCodec;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.Integrity;

/**
 * Reads the messages of a neighbour that signs them (RFC 2747, 4.2): each once, and none that is older than the last
 * few, which may have overtaken each other. A node that has just begun takes the first number that it hears, which may
 * be that of a message that was recorded earlier: the challenge of RFC 2747, 4.3, is not there yet.
 */
public final class VerifiedMessages {

    private static final int WINDOW = Long.SIZE;

    private final SharedKey key;
    private final RsvpCodec codec;
    private boolean any;
    private long highest;
    /** Bit n is set if the message n below the highest has been seen. */
    private long seen;

    public VerifiedMessages(SharedKey key, RsvpCodec codec) {
        this.key = key;
        this.codec = codec;
    }

    /**
     * @return the message without its first object, the INTEGRITY
     * @throws MalformedMessage if the neighbour has not sent it, or it is an old one
     */
    public RsvpMessage decode(byte[] bytes) throws MalformedMessage {
        RsvpMessage message = codec.decode(bytes);
        if (message.objects().isEmpty() || !(message.objects().get(0) instanceof Integrity integrity)) {
            throw new MalformedMessage("The message is not signed, and the neighbour's have to be");
        }
        if (integrity.keyId() != key.id() || integrity.digest().length() != key.length()) {
            throw new MalformedMessage("The message is signed with key %d, and not with %s".formatted(
                    integrity.keyId(), key));
        }
        byte[] digest = key.digest(SignedMessages.withoutDigest(bytes, key.length()));
        if (!MessageDigest.isEqual(digest, integrity.digest().toBytes())) {
            throw new MalformedMessage("The message's signature is not that of " + key);
        }
        requireNew(integrity.sequence());
        return new RsvpMessage(message.type(), message.flags(), message.sendTtl(),
                message.objects().subList(1, message.objects().size()));
    }

    private void requireNew(long sequence) throws MalformedMessage {
        long above = sequence - highest;
        if (!any || Long.compareUnsigned(sequence, highest) > 0) {
            seen = !any || Long.compareUnsigned(above, WINDOW) >= 0 ? 1 : seen << above | 1;
            highest = sequence;
            any = true;
            return;
        }
        long below = highest - sequence;
        if (Long.compareUnsigned(below, WINDOW) >= 0 || (seen >>> below & 1) != 0) {
            throw new MalformedMessage("The message is an old one, or has been seen: its number is %s, and the highest "
                    + "so far is %s".formatted(Long.toUnsignedString(sequence), Long.toUnsignedString(highest)));
        }
        seen |= 1L << below;
    }
}
