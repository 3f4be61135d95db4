package lifeboat.connectors.netconf;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.time.Duration;
import java.util.Map;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.session.FuzzedDevice;

/**
 * Has a NETCONF session with a server that says anything. It must end in time, and throw nothing but a
 * {@link SessionException}.
 */
public final class NetconfFuzzer {

    private static final Duration SHORT = Duration.ofMillis(4);
    private static final Timeouts TIMEOUTS = new Timeouts(SHORT, SHORT, SHORT, SHORT);
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(5);
    private static final DeviceAddress DEVICE = new DeviceAddress("fuzzed", "none", DeviceAddress.Protocol.NETCONF,
            "nowhere", 1, new Login("mcs", null, null, null, Map.of()), null);

    private NetconfFuzzer() {
    }

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        long start = System.nanoTime();
        try (NetconfSession session = NetconfSession.open(DEVICE, TIMEOUTS, command -> { },
                receiver -> new FuzzedDevice(data, receiver))) {
            session.text(session.get(""));
            session.change("<x/>");
            session.save();
        } catch (SessionException e) {
            // that is how a session fails
        }
        if (System.nanoTime() - start > FAR_TOO_LONG.toNanos()) {
            throw new AssertionError("it took longer than its deadlines");
        }
    }
}
