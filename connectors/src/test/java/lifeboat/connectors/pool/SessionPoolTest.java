package lifeboat.connectors.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.SshPort;
import lifeboat.connectors.transport.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that can hold two sessions, and what becomes of them. */
class SessionPoolTest {

    private static final int LINES = 2;

    @TempDir
    private Path folder;

    private final ScriptedDevice device = new ScriptedDevice();
    private final ExecutorService users = Executors.newCachedThreadPool();
    private SshPort port;
    private DeviceAddress address;

    @BeforeEach
    void open() throws Exception {
        port = new SshPort(device, folder.resolve("hostkey"));
        address = port.address(new SecretReference("file:" + Files.writeString(folder.resolve("password"),
                ScriptedDevice.PASSWORD + "\n")), port.fingerprint());
    }

    @AfterEach
    void close() throws Exception {
        users.shutdownNow();
        port.close();
    }

    private static DeviceSessions sessions() {
        return new DeviceSessions(new DeviceDefinitions(), command -> { });
    }

    private List<CliSession> held(DeviceSessions sessions, CountDownLatch release) throws Exception {
        List<CliSession> held = new ArrayList<>();
        CountDownLatch taken = new CountDownLatch(LINES);
        for (int i = 0; i < LINES; i++) {
            users.submit(() -> sessions.<Void, Exception>with(address, session -> {
                synchronized (held) {
                    held.add(session);
                }
                taken.countDown();
                release.await();
                return null;
            }));
        }
        taken.await();
        return held;
    }

    @Test
    void waitsForASessionWhenTheDeviceHasNoLineLeft() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (DeviceSessions sessions = sessions()) {
            List<CliSession> held = held(sessions, release);
            Future<CliSession> third = users.submit(() -> sessions.with(address, session -> session));
            release.countDown();

            assertThat(held).contains(third.get());
        }
    }

    @Test
    void saysThatAllLinesHaveBeenInUseForTooLong() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (DeviceSessions sessions = sessions()) {
            held(sessions, release);

            assertThatThrownBy(() -> sessions.with(address, session -> session.run("show path x")))
                    .isInstanceOfSatisfying(TimedOut.class, e -> assertThat(e.progress()).isEqualTo(Progress.NOT_SENT))
                    .hasMessageContaining("all 2 sessions that it may hold");
            release.countDown();
        }
    }

    @Test
    void doesTheSameAgainInANewSessionIfNothingWasSent() throws Exception {
        try (DeviceSessions sessions = sessions()) {
            CliSession first = sessions.with(address, session -> session);
            first.abandon();
            await().until(() -> !first.isOpen());

            assertThat(sessions.<String, SessionException>with(address, session -> session.run("show path x")))
                    .isEqualTo("no path");
        }
    }

    @Test
    void doesNothingTwiceThatWasSent() throws Exception {
        device.fail(ScriptedDevice.Fault.DROP_AFTER, "path ");
        try (DeviceSessions sessions = sessions()) {
            sessions.warm(address);

            assertThatThrownBy(() -> sessions.with(address, session -> {
                session.enter("configuration");
                return session.run("path m17 to l1sw2 at 5");
            })).isInstanceOfSatisfying(ConnectionLost.class, e ->
                    assertThat(e.progress()).isEqualTo(Progress.SENT));
            assertThat(device.lines()).filteredOn(line -> line.startsWith("path ")).hasSize(1);
        }
    }

    @Test
    void keepsADeviceWarm() throws Exception {
        try (DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { },
                Duration.ofMillis(50))) {
            sessions.warm(address);
            CliSession first = sessions.with(address, session -> session);
            first.abandon();

            await().until(() -> device.lines().stream().filter("enable"::equals).count() == 2);
        }
    }

    @Test
    void endsWhatAnotherThreadWaitsFor() throws Exception {
        device.fail(ScriptedDevice.Fault.SILENCE, "show");
        try (DeviceSessions sessions = sessions()) {
            CliSession session = sessions.with(address, same -> same);
            Future<String> waiting = users.submit(() -> session.run("show path x", Deadline.in(Duration.ofHours(1))));
            await().until(() -> device.lines().contains("show path x"));

            session.abandon();

            assertThatThrownBy(waiting::get).hasCauseInstanceOf(ConnectionLost.class);
        }
    }

    @Test
    void canBeInterrupted() throws Exception {
        device.fail(ScriptedDevice.Fault.SILENCE, "show");
        try (DeviceSessions sessions = sessions()) {
            CliSession session = sessions.with(address, same -> same);
            Future<Throwable> waiting = users.submit(() -> {
                try {
                    session.run("show path x", Deadline.in(Duration.ofHours(1)));
                    return null;
                } catch (SessionException e) {
                    return e;
                }
            });
            await().until(() -> device.lines().contains("show path x"));

            users.shutdownNow();

            assertThat(waiting.get()).isInstanceOf(ConnectionLost.class).hasMessageContaining("interrupted");
        }
    }
}
