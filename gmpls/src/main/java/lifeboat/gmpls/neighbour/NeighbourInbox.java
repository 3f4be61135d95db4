package lifeboat.gmpls.neighbour;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.MessageId;
import lifeboat.gmpls.object.TimeValues;
import lifeboat.gmpls.time.Timers;
import lifeboat.gmpls.time.Timers.Timer;

/**
 * What a neighbour has said: each message counts once, however often it arrives, and none that was overtaken by a later
 * one about the same.
 */
final class NeighbourInbox {

    /** For how long the number of the last message about a state is known that holds no more. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_SAID = 10_000;
    private static final int MOST_EPOCHS = 8;

    private final RefreshSettings settings;
    private final Timers timers;
    private final NeighbourEvents events;
    private final Map<StateKey, Held> states = new HashMap<>();
    private final Map<StateKey, Integer> lastIds = new HashMap<>();
    private final Map<Integer, StateKey> keysById = new HashMap<>();
    private final Set<Integer> said = new LinkedHashSet<>();
    private final Deque<Integer> pastEpochs = new ArrayDeque<>();
    private Integer epoch;

    /** What holds, until it was not heard of for too long. */
    private static final class Held {

        private final RsvpMessage message;
        private final Duration lifetime;
        private Duration heard;
        private Timer expiry;

        private Held(RsvpMessage message, Duration lifetime) {
            this.message = message;
            this.lifetime = lifetime;
        }
    }

    NeighbourInbox(RefreshSettings settings, Timers timers, NeighbourEvents events) {
        this.settings = settings;
        this.timers = timers;
        this.events = events;
    }

    /**
     * Numbers of another epoch say nothing about those that were known: the neighbour has begun anew.
     *
     * @return false if it is one of those before: the message was on its way for too long
     */
    boolean epoch(int now) {
        if (epoch != null && epoch == now) {
            return true;
        }
        if (pastEpochs.contains(now)) {
            return false;
        }
        if (epoch != null) {
            pastEpochs.add(epoch);
            if (pastEpochs.size() > MOST_EPOCHS) {
                pastEpochs.remove();
            }
        }
        epoch = now;
        lastIds.clear();
        keysById.clear();
        said.clear();
        return true;
    }

    /**
     * @param id null if the neighbour gives its messages no numbers
     * @return false if it says what was dropped here, by the same number: if it still holds, it has to be said anew
     */
    boolean state(StateKey key, MessageId id, RsvpMessage message) {
        if (id != null && isOld(key, id.id())) {
            return !isDropped(key, id.id(), message);
        }
        if (id != null) {
            Integer before = lastIds.put(key, id.id());
            keysById.remove(before);
            keysById.put(id.id(), key);
        }
        if (StateKey.isTear(message)) {
            end(key, message);
        } else {
            hold(key, message);
        }
        return true;
    }

    private boolean isDropped(StateKey key, int id, RsvpMessage message) {
        return lastIds.get(key) == id && !states.containsKey(key) && !StateKey.isTear(message);
    }

    /** One that is known by its number, and holds no more, is not believed again. */
    private boolean isOld(StateKey key, int id) {
        Integer last = lastIds.get(key);
        return last != null && (id - last < 0 || id == last && !states.containsKey(key));
    }

    private void hold(StateKey key, RsvpMessage message) {
        Held before = states.get(key);
        if (before != null && before.message.equals(message)) {
            before.heard = timers.now();
            return;
        }
        if (before != null) {
            before.expiry.cancel();
        }
        Held held = new Held(message, settings.lifetime(message.first(TimeValues.class).map(TimeValues::refresh)
                .orElse(settings.refresh())));
        held.heard = timers.now();
        states.put(key, held);
        expireLater(key, held, held.lifetime);
        events.holds(key, message);
    }

    private void end(StateKey key, RsvpMessage tear) {
        Held held = states.remove(key);
        forgetLater(key);
        if (held != null) {
            held.expiry.cancel();
            events.ended(key, tear);
        }
    }

    private void expireLater(StateKey key, Held held, Duration delay) {
        held.expiry = timers.after(delay, () -> {
            Duration left = held.heard.plus(held.lifetime).minus(timers.now());
            if (left.isZero() || left.isNegative()) {
                states.remove(key);
                keysById.remove(lastIds.remove(key));
                events.expired(key);
            } else {
                expireLater(key, held, left);
            }
        });
    }

    private void forgetLater(StateKey key) {
        timers.after(REMEMBERED, () -> {
            if (!states.containsKey(key)) {
                keysById.remove(lastIds.remove(key));
            }
        });
    }

    /** @return whether what has that number is held */
    boolean refresh(int id) {
        Held held = states.get(keysById.get(id));
        if (held != null) {
            held.heard = timers.now();
        }
        return held != null;
    }

    void say(MessageId id, RsvpMessage message) {
        if (id == null || said.add(id.id())) {
            if (said.size() > MOST_SAID) {
                said.remove(said.iterator().next());
            }
            events.said(message);
        }
    }

    /** What the neighbour has said holds no longer, whatever it thinks. */
    void drop(StateKey key) {
        Held held = states.remove(key);
        if (held != null) {
            held.expiry.cancel();
            forgetLater(key);
        }
    }

    void close() {
        List.copyOf(states.keySet()).forEach(this::drop);
    }
}
