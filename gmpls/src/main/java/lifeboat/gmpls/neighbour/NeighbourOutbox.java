package lifeboat.gmpls.neighbour;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.MessageId;
import lifeboat.gmpls.object.MessageIdAck;
import lifeboat.gmpls.object.MessageIdList;
import lifeboat.gmpls.time.Timers;
import lifeboat.gmpls.time.Timers.Timer;

/**
 * What a node says to a neighbour: again until it is acknowledged, and if it holds, again and again for as long as it
 * does.
 */
final class NeighbourOutbox {

    /** How many states a summary is about at most: it has to fit a packet. */
    private static final int MOST_IDS = 300;

    private final int epoch;
    private final RefreshSettings settings;
    private final Timers timers;
    private final Random random;
    private final Consumer<RsvpMessage> wire;
    private final Map<StateKey, Sent> states = new LinkedHashMap<>();
    private final Map<StateKey, Sent> tears = new HashMap<>();
    private final Map<Integer, Sent> statesById = new HashMap<>();
    private final Map<Integer, Sent> unacknowledged = new HashMap<>();
    private int lastId;
    /** Until the neighbour's messages say that it does not understand numbers. */
    private boolean numbered = true;
    private Timer refresh;

    /** A message with its number. */
    private static final class Sent {

        private final StateKey key;
        private final MessageId id;
        private final RsvpMessage message;
        private boolean acknowledged;
        private int tries;
        private Timer retry;

        private Sent(StateKey key, MessageId id, RsvpMessage message) {
            this.key = key;
            this.id = id;
            this.message = message;
        }
    }

    /** @param epoch 24 bits that were not used before: the neighbour forgets the numbers of another */
    NeighbourOutbox(int epoch, RefreshSettings settings, Timers timers, Random random, Consumer<RsvpMessage> wire) {
        this.epoch = epoch;
        this.settings = settings;
        this.timers = timers;
        this.random = random;
        this.wire = wire;
    }

    void hold(StateKey key, RsvpMessage message) {
        forget(states.get(key));
        forget(tears.remove(key));
        Sent sent = numbered(key, message);
        states.put(key, sent);
        statesById.put(sent.id.id(), sent);
        send(sent);
        if (refresh == null) {
            refreshLater();
        }
    }

    /** @param tear what the neighbour is told, because it does not hold any more */
    void end(StateKey key, RsvpMessage tear) {
        forget(states.remove(key));
        Sent sent = numbered(key, tear);
        tears.put(key, sent);
        send(sent);
    }

    void retract(StateKey key) {
        forget(states.remove(key));
    }

    void say(RsvpMessage message) {
        send(numbered(null, message));
    }

    private Sent numbered(StateKey key, RsvpMessage message) {
        return new Sent(key, new MessageId(MessageId.ACK_DESIRED, epoch, ++lastId), message);
    }

    private void send(Sent sent) {
        write(sent);
        if (numbered && ++sent.tries < settings.tries()) {
            unacknowledged.put(sent.id.id(), sent);
            sent.retry = timers.after(settings.firstRetry().multipliedBy(1L << sent.tries - 1), () -> send(sent));
        } else {
            unacknowledged.remove(sent.id.id());
            tears.remove(sent.key, sent);
        }
    }

    private void write(Sent sent) {
        wire.accept(numbered ? new RsvpMessage(sent.message.type(), sent.message.flags(), sent.message.sendTtl(),
                Stream.concat(Stream.of(sent.id), sent.message.objects().stream()).toList()) : sent.message);
    }

    /** Nobody has to hear of it any more. */
    private void forget(Sent sent) {
        if (sent != null) {
            statesById.remove(sent.id.id());
            settle(sent);
        }
    }

    private void settle(Sent sent) {
        tears.remove(sent.key, sent);
        unacknowledged.remove(sent.id.id());
        if (sent.retry != null) {
            sent.retry.cancel();
        }
    }

    void answered(MessageIdAck answer) {
        if (answer.epoch() != epoch) {
            return;
        }
        Sent waiting = unacknowledged.get(answer.id());
        Sent state = statesById.get(answer.id());
        if (waiting != null) {
            settle(waiting);
            waiting.acknowledged = answer.known();
        }
        if (!answer.known() && state != null) {
            hold(state.key, state.message);
        }
    }

    /** Whether the neighbour understands RFC 2961, as each of its messages says. */
    void neighbourUnderstandsNumbers(boolean does) {
        numbered = does;
    }

    private void refreshLater() {
        refresh = timers.after(settings.next(random.nextDouble()), this::refresh);
    }

    private void refresh() {
        List<Integer> summary = new ArrayList<>();
        for (Sent sent : List.copyOf(states.values())) {
            if (settings.reduction() && numbered && sent.acknowledged) {
                summary.add(sent.id.id());
            } else if (!unacknowledged.containsKey(sent.id.id())) {
                sent.tries = 0;
                send(sent);
            }
        }
        for (int from = 0; from < summary.size(); from += MOST_IDS) {
            say(RsvpMessage.of(MessageType.SREFRESH, List.of(new MessageIdList(0, epoch,
                    summary.subList(from, Math.min(summary.size(), from + MOST_IDS))))));
        }
        refreshLater();
    }

    /** The neighbour is of no interest any more: nothing is said. */
    void close() {
        states.values().forEach(this::settle);
        List.copyOf(unacknowledged.values()).forEach(this::settle);
        states.clear();
        statesById.clear();
        if (refresh != null) {
            refresh.cancel();
        }
    }
}
