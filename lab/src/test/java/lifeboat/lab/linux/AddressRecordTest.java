package lifeboat.lab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ip -tshort monitor address} notes. */
class AddressRecordTest {

    private static final List<LabServer> SERVERS =
            List.of(new LabServer(1, Path.of("no-network")), new LabServer(2, Path.of("no-network")));

    @TempDir
    private Path folder;

    @Test
    void isContentIfOneServerHasItAfterTheOther() throws IOException {
        log(1, came("00.0"), went("10.0"), came("30.0"));
        log(2, came("10.1"), came("10.2", "10.99.0.2"), went("29.9"));

        assertThat(record().wasHeldTwice(SERVERS)).isFalse();
    }

    @Test
    void seesThatTwoServersHadItForAMoment() throws IOException {
        log(1, came("00.0"), went("10.2"));
        log(2, came("10.1"));

        assertThat(record().wasHeldTwice(SERVERS)).isTrue();
    }

    @Test
    void seesThatTwoServersHaveItNow() throws IOException {
        log(1, came("00.0"));
        log(2, came("10.1"));

        assertThat(record().wasHeldTwice(SERVERS)).isTrue();
    }

    private AddressRecord record() {
        return new AddressRecord("192.168.2.1", new Daemons(folder));
    }

    private void log(int server, String... events) throws IOException {
        Files.writeString(folder.resolve("server" + server + "-addresses.log"), String.join("", events));
    }

    private static String came(String second) {
        return came(second, "192.168.2.1");
    }

    private static String came(String second, String address) {
        return "[2026-11-25T13:29:%s00000] 3: eth0    inet %s/32 scope global eth0%n       valid_lft forever%n"
                .formatted(second, address);
    }

    private static String went(String second) {
        return came(second).replace("] ", "] Deleted ");
    }
}
