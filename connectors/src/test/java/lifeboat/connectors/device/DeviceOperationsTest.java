package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.device.DeviceOperations.LateCommands;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import org.junit.jupiter.api.Test;

class DeviceOperationsTest {

    private static final Duration COMMIT = Duration.ofSeconds(4);
    private static final DeviceAddress DEVICE = new DeviceAddress("sw1", "plain", DeviceAddress.Protocol.TELNET,
            "127.0.0.1", 23, Login.withPassword("mcs", null), null);

    /** Answers no change. Other controllers of the site send such changes all the time. */
    private static final class UnansweringRunner implements OperationRunner {

        private final List<Duration> waited = new ArrayList<>();

        @Override
        public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
                throws SessionException {
            throw new TimedOut(Progress.SENT, "no answer");
        }

        @Override
        public void save(String name) {
        }

        @Override
        public boolean mustSave() {
            return false;
        }

        @Override
        public void noteLateCommand() {
        }

        @Override
        public Duration lateCommands() {
            return COMMIT;
        }

        @Override
        public void await(Duration time) {
            waited.add(time);
        }
    }

    private final UnansweringRunner runner = new UnansweringRunner();
    private final DeviceOperations operations = new DeviceOperations(runner, DEVICE, LateCommands.AWAITED);

    private boolean ensure(boolean state, boolean wanted) throws DeviceException {
        return operations.ensure("configure it", () -> state, now -> now == wanted, "change", Map.of(), null);
    }

    private Duration waited() {
        return runner.waited.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void waitsForOthersLateCommandsNoLongerThanOneTakes() throws Exception {
        assertThat(ensure(true, true)).isTrue();
        assertThat(waited()).isEqualTo(COMMIT);
    }

    @Test
    void waitsForItsOwnNoLongerThanOneTakes() {
        assertThatThrownBy(() -> ensure(false, true)).isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining("it had no effect");
        assertThat(waited()).isEqualTo(COMMIT);
    }
}
