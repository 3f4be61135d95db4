package lifeboat.gmpls.neighbour;

import lifeboat.gmpls.message.RsvpMessage;

/** What a neighbour has to say. */
public interface NeighbourEvents {

    /** What holds now: a Path or a Resv, the first, or one that is not as the last. */
    void holds(StateKey key, RsvpMessage message);

    /** It holds no more: the neighbour has said so. */
    void ended(StateKey key, RsvpMessage tear);

    /** It was not said again for so long that it holds no more. */
    void expired(StateKey key);

    /** Something that is said once: an error, a confirmation, a notification. */
    void said(RsvpMessage message);
}
