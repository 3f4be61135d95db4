package lifeboat.gmpls.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.ErrorSpec;
import lifeboat.gmpls.object.LspTunnelSession;
import lifeboat.gmpls.object.MessageId;
import lifeboat.gmpls.object.SenderTemplate;
import lifeboat.gmpls.object.SessionAttribute;
import lifeboat.gmpls.object.TimeValues;
import lifeboat.gmpls.time.SimulatedTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourTest {

    private static final int SEEDS = 1000;
    private static final int LSPS = 5;

    private final SimulatedTime time = new SimulatedTime();
    /** What the right one believes, and what it was told once. */
    private final Map<StateKey, String> believed = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private UnreliableWire wire;
    private Neighbour left;
    private Neighbour right;

    @BeforeEach
    void reliable() {
        connect(new Random(1), 0, RefreshSettings.DEFAULT);
    }

    private void connect(Random random, double fault, RefreshSettings settings) {
        wire = new UnreliableWire(time, random, fault);
        left = new Neighbour(random.nextInt(1 << 24), settings, time, random,
                message -> wire.carry(message, toRight -> right.receive(toRight)), new Nothing());
        right = new Neighbour(1, settings, time, random,
                message -> wire.carry(message, toLeft -> left.receive(toLeft)), new Beliefs());
    }

    private final class Beliefs implements NeighbourEvents {

        @Override
        public void holds(StateKey key, RsvpMessage message) {
            String name = message.first(SessionAttribute.class).orElseThrow().name();
            String before = believed.put(key, name);
            events.add("holds " + name);
            assertThat(before == null || Integer.parseInt(before) < Integer.parseInt(name))
                    .as("%s after %s", name, before).isTrue();
        }

        @Override
        public void ended(StateKey key, RsvpMessage tear) {
            believed.remove(key);
            events.add("ended");
        }

        @Override
        public void expired(StateKey key) {
            believed.remove(key);
            events.add("expired");
        }

        @Override
        public void said(RsvpMessage message) {
            events.add("said " + message.first(ErrorSpec.class).orElseThrow().code());
        }
    }

    private static class Nothing implements NeighbourEvents {

        @Override
        public void holds(StateKey key, RsvpMessage message) {
            throw new AssertionError("Nothing is said to the left one");
        }

        @Override
        public void ended(StateKey key, RsvpMessage tear) {
            throw new AssertionError("Nothing is said to the left one");
        }

        @Override
        public void expired(StateKey key) {
            throw new AssertionError("Nothing is said to the left one");
        }

        @Override
        public void said(RsvpMessage message) {
            throw new AssertionError("Nothing is said to the left one");
        }
    }

    private static Inet4Address address(int last) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static StateKey key(int lsp) {
        return new StateKey(StateKey.Kind.PATH, new LspTunnelSession(address(2), lsp, address(1)),
                new SenderTemplate(address(1), 1));
    }

    private void hold(int lsp, int version) {
        left.hold(key(lsp), RsvpMessage.of(MessageType.PATH, List.of(key(lsp).session(),
                new TimeValues(Duration.ofSeconds(30)), new SessionAttribute(0, 0, 0, String.valueOf(version)),
                key(lsp).sender())));
    }

    private void end(int lsp) {
        left.end(key(lsp), RsvpMessage.of(MessageType.PATH_TEAR, List.of(key(lsp).session(), key(lsp).sender())));
    }

    private void say(int code) {
        left.say(RsvpMessage.of(MessageType.PATH_ERR, List.of(key(1).session(),
                new ErrorSpec(address(1), 0, code, 0), key(1).sender())));
    }

    /** Each of these is another network, and another day of it. */
    @Test
    void inTheEndTheNeighbourBelievesWhatHolds() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            believed.clear();
            connect(random, List.of(0.1, 0.3, 0.5).get(seed % 3), new RefreshSettings(Duration.ofSeconds(30), 3,
                    Duration.ofMillis(500), 7, Duration.ofMillis(10), seed % 2 == 0));
            Map<StateKey, String> holds = new HashMap<>();
            for (int version = 1; version < 40; version++) {
                int lsp = random.nextInt(LSPS);
                if (random.nextInt(3) == 0) {
                    end(lsp);
                    holds.remove(key(lsp));
                } else {
                    hold(lsp, version);
                    holds.put(key(lsp), String.valueOf(version));
                }
                time.pass(Duration.ofMillis(random.nextInt(3000)));
            }
            time.pass(Duration.ofMinutes(10));

            assertThat(believed).as("seed %d", seed).isEqualTo(holds);
            left.close();
            right.close();
            time.pass(Duration.ofSeconds(2));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5})
    void whatIsSaidOnceIsHeardOnce(double fault) {
        connect(new Random(3), fault, RefreshSettings.DEFAULT);
        for (int code = 0; code < 100; code++) {
            say(code);
        }
        time.pass(Duration.ofMinutes(5));

        assertThat(events).doesNotHaveDuplicates().hasSizeGreaterThan(fault == 0.5 ? 95 : 99);
    }

    @Test
    void whatHoldsIsHeardOnceThoughItIsSaidAgainAndAgain() {
        hold(1, 1);
        time.pass(Duration.ofHours(1));

        assertThat(events).containsExactly("holds 1");
    }

    @Test
    void whatIsNotSaidAgainExpires() {
        hold(1, 1);
        time.pass(Duration.ofSeconds(1));
        wire.cut(true);
        time.pass(Duration.ofMinutes(4));

        assertThat(events).containsExactly("holds 1", "expired");
    }

    /** After a cut that was long enough for the neighbour to forget. */
    @Test
    void whatExpiredIsBelievedAgainWhenItIsSaidAgain() {
        hold(1, 1);
        time.pass(Duration.ofSeconds(1));
        wire.cut(true);
        time.pass(Duration.ofMinutes(4));
        wire.cut(false);
        time.pass(Duration.ofMinutes(1));

        assertThat(events).containsExactly("holds 1", "expired", "holds 1");
    }

    @Test
    void anEndThatIsLostIsNoticed() {
        hold(1, 1);
        time.pass(Duration.ofSeconds(1));
        wire.cut(true);
        end(1);
        time.pass(Duration.ofMinutes(1));
        wire.cut(false);
        time.pass(Duration.ofMinutes(4));

        assertThat(events).containsExactly("holds 1", "expired");
    }

    /** It is only the neighbour that has dropped it: what is said about it later counts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasDroppedCountsAgainWhenItIsSaidAnew(boolean reduction) {
        connect(new Random(1), 0, new RefreshSettings(Duration.ofSeconds(30), 3, Duration.ofMillis(500), 7,
                Duration.ofMillis(10), reduction));
        hold(1, 1);
        time.pass(Duration.ofSeconds(1));
        right.drop(key(1));
        believed.clear();
        time.pass(Duration.ofMinutes(2));

        assertThat(events).containsExactly("holds 1", "holds 1");
    }

    /** RFC 2961, 5: a summary of all. */
    @Test
    void aSummaryRefreshesThousandsByAFewMessages() {
        for (int lsp = 0; lsp < 3000; lsp++) {
            hold(lsp, 1);
        }
        time.pass(Duration.ofSeconds(10));
        int setUp = wire.messages();
        time.pass(Duration.ofMinutes(10));

        assertThat(believed).hasSize(3000);
        assertThat(wire.messages() - setUp).isLessThan(45 * (10 + 1) * 2);
    }

    /** To such a one the numbers are objects of an unknown class, for which it refuses the message. */
    @Test
    void aNeighbourThatDoesNotUnderstandNumbersIsToldWithoutThem() {
        List<RsvpMessage> heard = new ArrayList<>();
        left = new Neighbour(77, RefreshSettings.DEFAULT, time, new Random(9), heard::add, new Nothing() {
            @Override
            public void said(RsvpMessage message) {
                assertThat(message.type()).isEqualTo(MessageType.PATH_ERR);
            }
        });
        left.receive(new RsvpMessage(MessageType.PATH_ERR, 0, 63, List.of(key(1).session())));
        hold(1, 1);
        time.pass(Duration.ofMinutes(10));

        assertThat(heard).hasSizeBetween(14, 30).allSatisfy(message -> {
            assertThat(message.type()).isEqualTo(MessageType.PATH);
            assertThat(message.all(MessageId.class)).isEmpty();
        });
    }

    /** What was on its way for too long ends nothing that was said since. */
    @Test
    void whatANodeSaidBeforeItRestartedDoesNotCount() {
        List<RsvpMessage> late = new ArrayList<>();
        Neighbour before = new Neighbour(76, RefreshSettings.DEFAULT, time, new Random(9), late::add, new Nothing());
        before.hold(key(1), RsvpMessage.of(MessageType.PATH, List.of(key(1).session(),
                new SessionAttribute(0, 0, 0, "5"), key(1).sender())));
        right.receive(late.get(0));
        before.end(key(1), RsvpMessage.of(MessageType.PATH_TEAR, List.of(key(1).session(), key(1).sender())));
        before.close();
        left = new Neighbour(77, RefreshSettings.DEFAULT, time, new Random(9),
                message -> wire.carry(message, toRight -> right.receive(toRight)), new Nothing());
        hold(1, 6);
        time.pass(Duration.ofSeconds(1));
        right.receive(late.get(1));

        assertThat(events).containsExactly("holds 5", "holds 6");
    }

    @Test
    void aNodeThatHasRestartedIsBelieved() {
        hold(1, 5);
        time.pass(Duration.ofSeconds(1));
        Neighbour gone = left;
        left = new Neighbour(77, RefreshSettings.DEFAULT, time, new Random(9),
                message -> wire.carry(message, toRight -> right.receive(toRight)), new Nothing());
        gone.close();
        hold(1, 6);
        time.pass(Duration.ofSeconds(1));

        assertThat(events).containsExactly("holds 5", "holds 6");
    }
}
