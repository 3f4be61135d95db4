package lifeboat.lab.simulated.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.lab.user.StreamUser;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real TCP client sees what the state of the simulated network dictates. */
class SimulatedNetworkTest {

    private static final String VIP = "192.168.2.1";
    private static final Epoch EPOCH = new Epoch(7, "");
    private static final long IMAGE = 100_000;

    private final SimulatedNetwork network = new SimulatedNetwork(new LayerOneNetwork(List.of(
            new LayerOneNetwork.Link("a", "b", 1_000_000_000))));
    private final VlanSwitch l2sw1 = new VlanSwitch("l2sw1", 1);
    private final VlanSwitch l2sw2 = new VlanSwitch("l2sw2", 2);
    private final Host server1 = network.addHost("server1", 1, "10.0.0.1", "a", l2sw1);
    private final Host server2 = network.addHost("server2", 2, "10.0.0.2", "b", l2sw2);
    private ServerSocket gateway;
    private StreamUser user;

    @BeforeEach
    void connect() throws Exception {
        network.moveUsers("users", 1);
        network.startService(server1, "video", VIP, IMAGE, 2_000_000);
        server1.pmc().reserve("video", EPOCH);
        server2.pmc().reserve("video", EPOCH);
        gateway = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        user = new StreamUser("127.0.0.1", gateway.getLocalPort());
        network.connect(gateway.accept(), "users", VIP);
        awaitMoreBytes();
    }

    @AfterEach
    void close() throws IOException {
        user.close();
        gateway.close();
        network.close();
    }

    private void awaitMoreBytes() {
        long before = user.report(false).bytes();
        await().until(() -> user.report(false).bytes() > before + 1000);
        assertThat(user.report(false).inOrder()).isTrue();
    }

    private void assertSilent() {
        AtomicLong last = new AtomicLong(-1);
        await().during(Duration.ofMillis(100)).until(() -> {
            long bytes = user.report(false).bytes();
            return last.getAndSet(bytes) == bytes;
        });
        assertThat(user.report(false).connected()).isTrue();
    }

    @Test
    void takesWhatTheUserSays() {
        await().until(() -> network.receivedFromUsers("video") > 2);
    }

    @Test
    void aFrozenProcessIsSilentAndItsSessionSurvives() throws CommandRefused {
        server1.pmc().freeze("video", EPOCH);
        assertSilent();

        server1.pmc().thaw("video", EPOCH, false);
        awaitMoreBytes();
    }

    @Test
    void usersInTheOtherVlanReachNobody() {
        network.moveUsers("users", 2);
        assertSilent();

        network.moveUsers("users", 1);
        awaitMoreBytes();
    }

    @Test
    void aServerWithoutTheConnectionResetsIt() throws CommandRefused {
        network.claim(server2, VIP);
        server1.pmc().freeze("video", EPOCH);

        network.moveUsers("users", 2);

        await().until(() -> !user.report(false).connected());
        assertThat(user.report(false).resets()).isEqualTo(1);
    }

    @Test
    void aStagedCopyKeepsTheSessionUntilItIsResumed() throws CommandRefused {
        server1.pmc().freeze("video", EPOCH);
        server2.pmc().receive("video", EPOCH);
        server1.pmc().send("video", EPOCH, "10.0.0.2", 0);
        server1.pmc().release(VIP, "video", EPOCH);
        server2.pmc().claim(VIP, "video", EPOCH);
        network.moveUsers("users", 2);
        assertSilent();

        server2.pmc().resume("video", EPOCH);

        awaitMoreBytes();
        assertThat(network.violations()).isEmpty();
        assertThat(user.report(false).resets()).isZero();
    }

    @Test
    void anImageNeedsAWay() throws CommandRefused {
        server1.pmc().freeze("video", EPOCH);

        assertThatThrownBy(() -> server1.pmc().send("video", EPOCH, "10.0.0.2", 100))
                .hasMessage("10.0.0.2 is unreachable: VLAN 100 is not configured on l2sw1");
        for (VlanSwitch l2sw : List.of(l2sw1, l2sw2)) {
            l2sw.create(100, "m7");
            l2sw.addPort(100, "server");
            l2sw.addPort(100, "l1");
        }
        assertThatThrownBy(() -> server1.pmc().send("video", EPOCH, "10.0.0.2", 100))
                .hasMessage("10.0.0.2 is unreachable: there is no light path from a to b");
    }

    @Test
    void aLightPathMakesTheTransferAsFastAsItsBandwidth() throws Exception {
        network.layerOne().establish("m7", "a", "b", 500_000_000);
        for (VlanSwitch l2sw : List.of(l2sw1, l2sw2)) {
            l2sw.create(100, "m7");
            l2sw.addPort(100, "server");
            l2sw.addPort(100, "l1");
        }
        server1.pmc().freeze("video", EPOCH);

        var sent = server1.pmc().send("video", EPOCH, "10.0.0.2", 100);

        assertThat(sent.bytes()).isEqualTo(IMAGE);
        assertThat(sent.sha256()).hasSize(64);
        assertThat(sent.duration().toNanos()).isGreaterThanOrEqualTo(IMAGE * 8 * 1_000_000_000L / 500_000_000L);
    }

    @Test
    void noticesTwoCopiesThatRun() {
        network.startService(server2, "video", "192.168.2.2", IMAGE, 2_000_000);

        assertThat(network.violations()).containsExactly("2 copies of process video ran at once");
    }

    @Test
    void twoServersNeverAnswerInOneVlan() {
        Host other = network.addHost("server3", 1, "10.0.0.3", "b", l2sw1);

        assertThat(network.claim(other, VIP)).isEqualTo("server1");
    }
}
