package lifeboat.gmpls.message;

import java.util.List;
import java.util.Optional;
import lifeboat.gmpls.object.RsvpObject;

/**
 * An RSVP message, but for a bundle of them (RFC 2205, 3.1).
 *
 * @param flags of the header: {@link #REFRESH_REDUCTION}
 * @param sendTtl the TTL that it was sent with
 */
public record RsvpMessage(MessageType type, int flags, int sendTtl, List<RsvpObject> objects) {

    /** The sender understands the messages of RFC 2961. */
    public static final int REFRESH_REDUCTION = 1;

    private static final int TTL = 63;

    public RsvpMessage {
        objects = List.copyOf(objects);
    }

    public static RsvpMessage of(MessageType type, List<? extends RsvpObject> objects) {
        return new RsvpMessage(type, REFRESH_REDUCTION, TTL, List.copyOf(objects));
    }

    public <T extends RsvpObject> Optional<T> first(Class<T> kind) {
        return all(kind).stream().findFirst();
    }

    public <T extends RsvpObject> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
