package lifeboat.gmpls.neighbour;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.MessageId;
import lifeboat.gmpls.object.MessageIdAck;
import lifeboat.gmpls.object.MessageIdList;
import lifeboat.gmpls.object.RsvpObject;
import lifeboat.gmpls.time.Timers;

/** A node next to this one, as this one speaks with it. What is below it may lose, double, delay and reorder. */
public final class Neighbour {

    private static final int MOST_ANSWERS = 100;

    private final NeighbourOutbox outbox;
    private final NeighbourInbox inbox;
    private final RefreshSettings settings;
    private final Timers timers;
    private final Consumer<RsvpMessage> wire;
    private final List<MessageIdAck> answers = new ArrayList<>();
    private boolean closed;

    /**
     * @param epoch 24 bits that this node has not used before
     * @param wire what takes the messages to the neighbour, or loses them
     */
    public Neighbour(int epoch, RefreshSettings settings, Timers timers, Random random, Consumer<RsvpMessage> wire,
            NeighbourEvents events) {
        this.settings = settings;
        this.timers = timers;
        this.wire = wire;
        this.outbox = new NeighbourOutbox(epoch, settings, timers, random, wire);
        this.inbox = new NeighbourInbox(settings, timers, events);
    }

    /** Says what holds, and goes on saying it; what was said before about the same does not count any more. */
    public void hold(StateKey key, RsvpMessage message) {
        requireOpen();
        outbox.hold(key, message);
    }

    /** Says that it does not hold any more. */
    public void end(StateKey key, RsvpMessage tear) {
        requireOpen();
        outbox.end(key, tear);
    }

    /** Says it no more, because the neighbour knows already that it does not hold. */
    public void retract(StateKey key) {
        outbox.retract(key);
    }

    /** Says something once. */
    public void say(RsvpMessage message) {
        requireOpen();
        outbox.say(message);
    }

    /** What the neighbour has said about it does not count any more, though it may still think so. */
    public void drop(StateKey key) {
        inbox.drop(key);
    }

    public void receive(RsvpMessage message) {
        if (closed) {
            return;
        }
        outbox.neighbourUnderstandsNumbers((message.flags() & RsvpMessage.REFRESH_REDUCTION) != 0);
        message.all(MessageIdAck.class).forEach(outbox::answered);
        if (message.type() == MessageType.ACK) {
            return;
        }
        MessageId id = message.first(MessageId.class).orElse(null);
        if (id != null && !inbox.epoch(id.epoch())) {
            return;
        }
        RsvpMessage content = new RsvpMessage(message.type(), message.flags(), message.sendTtl(),
                message.objects().stream().filter(object -> !isAboutTheMessage(object)).toList());
        if (message.type() == MessageType.SREFRESH) {
            message.all(MessageIdList.class).forEach(this::refresh);
        }
        boolean isHeard = message.type() == MessageType.SREFRESH || take(id, content);
        if (id != null && (!isHeard || (id.flags() & MessageId.ACK_DESIRED) != 0)) {
            answer(isHeard, id.epoch(), id.id());
        }
    }

    private boolean take(MessageId id, RsvpMessage content) {
        Optional<StateKey> key = StateKey.of(content);
        if (key.isPresent()) {
            return inbox.state(key.get(), id, content);
        }
        inbox.say(id, content);
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Nothing is said to a neighbour that is gone");
        }
    }

    private static boolean isAboutTheMessage(RsvpObject object) {
        return object instanceof MessageId || object instanceof MessageIdAck;
    }

    private void refresh(MessageIdList summary) {
        if (!inbox.epoch(summary.epoch())) {
            return;
        }
        summary.ids().stream().filter(id -> !inbox.refresh(id)).forEach(id -> answer(false, summary.epoch(), id));
    }

    /** They wait for each other, and go as one message. */
    private void answer(boolean known, int epoch, int id) {
        if (answers.isEmpty()) {
            timers.after(settings.acknowledgement(), this::answerAll);
        }
        answers.add(new MessageIdAck(known, 0, epoch, id));
    }

    private void answerAll() {
        if (closed) {
            return;
        }
        for (int from = 0; from < answers.size(); from += MOST_ANSWERS) {
            wire.accept(RsvpMessage.of(MessageType.ACK, List.copyOf(answers.subList(from,
                    Math.min(answers.size(), from + MOST_ANSWERS)))));
        }
        answers.clear();
    }

    /** Neither says nor hears anything from now on, as if one of the two were gone. */
    public void close() {
        closed = true;
        outbox.close();
        inbox.close();
    }
}
