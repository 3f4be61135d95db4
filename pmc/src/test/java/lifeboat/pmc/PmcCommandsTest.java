package lifeboat.pmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The PMC's grammar and the rules of its epochs, on two servers whose back-ends only take notes. */
class PmcCommandsTest {

    private final NotingBackend main = new NotingBackend(true);
    private final NotingBackend backup = new NotingBackend(false);
    private final PmcCommands pmc1 = new PmcCommands(new ProcessMigrationController(main, CopyStore.forgetful()));
    private final ProcessMigrationController target = new ProcessMigrationController(backup, CopyStore.forgetful());
    private final PmcCommands pmc2 = new PmcCommands(target);

    @Test
    void migratesAProcess() throws Exception {
        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("receive video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 100"))
                .isEqualTo("sent 40 bytes in 3 ms, sha256 abc");
        target.received("video", new Epoch(7));
        assertThat(pmc1.execute("vip release 192.168.2.1 for video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("vip claim 192.168.2.1 for video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("resume video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("discard video epoch 7 migrated")).isEqualTo("ok");

        assertThat(pmc1.execute("status video")).contains("state: absent", "dead-epoch: 7");
        assertThat(pmc2.execute("status video")).contains("state: running", "active-epoch: 0", "dead-epoch: 7");
        assertThat(pmc2.execute("vip status 192.168.2.1")).isEqualTo("192.168.2.1: held");
    }

    @Test
    void repeatsEveryCommandWithoutHarm() {
        pmc1.execute("freeze video epoch 7");
        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("ok");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        assertThat(main.transfers).isEqualTo(1);
        assertThat(pmc1.execute("thaw video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("thaw video epoch 7")).isEqualTo("ok");
    }

    @Test
    void sendsAFirstImageOnceWhileTheProcessRuns() {
        assertThat(pmc1.execute("send-first video epoch 7 to 10.0.0.2 vlan 100"))
                .isEqualTo("sent 40 bytes in 4 ms, sha256 abc");
        pmc1.execute("send-first video epoch 7 to 10.0.0.2 vlan 100");

        assertThat(main.firstImages).isEqualTo(1);
        assertThat(pmc1.execute("status video")).contains("state: running", "active-epoch: 7", "first-image-bytes: 40");
        assertThat(pmc1.execute("freeze video epoch 8"))
                .isEqualTo("error: process video is in the hands of epoch 7, epoch 8 has to wait");
    }

    @Test
    void forgetsTheFirstImageWhenTheEpochEnds() {
        pmc1.execute("send-first video epoch 7 to 10.0.0.2 vlan 100");

        assertThat(pmc1.execute("thaw video epoch 7")).isEqualTo("ok");

        assertThat(pmc1.execute("status video")).contains("active-epoch: 0", "dead-epoch: 7", "first-image-bytes: 0");
        assertThat(pmc1.execute("send-first video epoch 7 to 10.0.0.2 public"))
                .isEqualTo("error: epoch 7 of process video is dead");
    }

    @Test
    void sendsNoFirstImageOfWhatDoesNotRun() {
        pmc1.execute("freeze video epoch 7");

        assertThat(pmc1.execute("send-first video epoch 7 to 10.0.0.2 public"))
                .isEqualTo("error: process video is frozen here, only a running one can be sent ahead");
    }

    @Test
    void letsTheImagesOfAnEpochTravelEncryptedOnly() throws Exception {
        assertThat(pmc1.execute("image-key")).isEqualTo("k1");
        assertThat(pmc1.execute("encrypt video epoch 7 peer k2")).isEqualTo("ok");
        assertThat(pmc2.execute("encrypt video epoch 7 peer k1")).isEqualTo("ok");
        pmc1.execute("freeze video epoch 7");
        pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 100");

        assertThat(main.lastWay.peerKey()).contains("k2");
        assertThat(pmc1.execute("status video")).endsWith("encrypted: k2");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7), Optional.empty()))
                .hasMessage("only the server with the key k1 may send process video");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7), Optional.of("k3")))
                .hasMessageContaining("only the server with the key k1");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7), Optional.of("k1")))
                .hasMessage("nobody is waiting for an image of process video");
        pmc2.execute("receive video epoch 7");
        target.admit("video", new Epoch(7), Optional.of("k1"));
        pmc1.execute("thaw video epoch 7");
        assertThat(pmc1.execute("status video")).endsWith("encrypted: no");
    }

    @Test
    void letsNoProcessGoOnWhosePagesAreStillArriving() throws Exception {
        pmc1.execute("freeze video epoch 7");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 public without pages")).startsWith("sent 1 bytes");
        pmc2.execute("receive video epoch 7");
        target.received("video", new Epoch(7));
        pmc2.execute("resume video epoch 7");
        backup.pagesMissing = true;

        assertThat(pmc2.execute("status video")).contains("pages: arriving");
        assertThat(pmc2.execute("freeze video epoch 8")).startsWith("error: process video still waits for pages");
        assertThat(pmc2.execute("fetch-pages video epoch 6")).startsWith("error: process video was not resumed here by");
        assertThat(pmc2.execute("fetch-pages video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("freeze video epoch 8")).isEqualTo("ok");
    }

    @Test
    void tellsHowMuchMemoryChanges() {
        assertThat(pmc1.execute("memory video")).isEqualTo("40 bytes, about 1 changing");
        assertThat(pmc2.execute("memory video")).startsWith("error: process video is absent here");
    }

    @Test
    void refusesADeadEpoch() {
        pmc1.execute("freeze video epoch 7");
        pmc1.execute("thaw video epoch 7");

        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("error: epoch 7 of process video is dead");
        assertThat(pmc1.execute("freeze video epoch 6")).startsWith("error: epoch 6 of process video is dead");
        assertThat(main.runs("video")).isTrue();
    }

    @Test
    void refusesASecondEpochWhileOneIsActive() {
        pmc1.execute("freeze video epoch 7");

        assertThat(pmc1.execute("freeze video epoch 8"))
                .isEqualTo("error: process video is in the hands of epoch 7, epoch 8 has to wait");
    }

    @Test
    void neverResumesWhatWasDiscarded() throws Exception {
        pmc2.execute("receive video epoch 7");
        target.received("video", new Epoch(7));
        pmc2.execute("discard video epoch 7");

        assertThat(pmc2.execute("resume video epoch 7")).startsWith("error: epoch 7 of process video is dead");
        assertThat(pmc2.execute("receive video epoch 7")).startsWith("error: epoch 7 of process video is dead");
    }

    @Test
    void keepsWhatMayBeTheOnlyCopy() {
        pmc1.execute("freeze video epoch 7");

        assertThat(pmc1.execute("discard video epoch 7")).startsWith("error: process video is frozen here and may be");
        assertThat(pmc1.execute("thaw video epoch 7")).isEqualTo("ok");
    }

    @Test
    void refusesARunningProcessItsEnd() {
        assertThat(pmc1.execute("discard video epoch 7")).startsWith("error: process video runs here");
        assertThat(pmc1.execute("vip release 192.168.2.1 for video epoch 7")).startsWith("error: process video runs here");
    }

    @Test
    void refusesAProcessItDoesNotKnow() {
        assertThat(pmc1.execute("status ../etc")).isEqualTo("error: there is no process '../etc' on this server's list");
        assertThat(pmc1.execute("freeze audio epoch 7")).startsWith("error: there is no process 'audio'");
    }

    @Test
    void knowsItsEpochsAfterARestart() {
        Map<String, CopyStore.Entry> kept = new HashMap<>();
        CopyStore store = new CopyStore() {
            @Override
            public Map<String, Entry> load() {
                return Map.copyOf(kept);
            }

            @Override
            public void save(Map<String, Entry> copies) {
                kept.putAll(copies);
            }
        };
        new PmcCommands(new ProcessMigrationController(main, store)).execute("freeze video epoch 7");

        PmcCommands restarted = new PmcCommands(new ProcessMigrationController(main, store));

        assertThat(restarted.execute("status video")).contains("state: frozen", "active-epoch: 7");
        assertThat(restarted.execute("freeze video epoch 8")).startsWith("error: process video is in the hands of epoch 7");
        assertThat(restarted.execute("thaw video epoch 7")).isEqualTo("ok");
    }

    @Test
    void explainsWhatItDoesNotUnderstand() {
        assertThat(pmc1.execute("melt video")).isEqualTo("error: unknown command 'melt', try 'help'");
        assertThat(pmc1.execute("freeze video")).isEqualTo("error: incomplete command, try 'help'");
        assertThat(pmc1.execute("freeze video epoch x")).startsWith("error: epoch 'x' is no number");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 5000")).startsWith("error: vlan '5000' is no number from 1 to 4094");
    }

    private static final class NotingBackend implements ProcessBackend {

        private boolean running;
        private int transfers;
        private Way lastWay;
        private int firstImages;
        private boolean pagesMissing;
        private final Set<String> addresses = new HashSet<>();

        NotingBackend(boolean running) {
            this.running = running;
        }

        @Override
        public boolean isKnown(String process) {
            return process.equals("video");
        }

        @Override
        public boolean runs(String process) {
            return running;
        }

        @Override
        public long imageBytes(String process) {
            return 40;
        }

        @Override
        public Memory memory(String process) {
            return new Memory(40, 1);
        }

        @Override
        public Sent sendFirst(String process, Epoch epoch, Way way) {
            firstImages++;
            return new Sent(40, Duration.ofMillis(4), "abc");
        }

        @Override
        public long firstImageBytes(String process) {
            return 40L * firstImages;
        }

        @Override
        public void discardFirst(String process) {
            firstImages = 0;
        }

        @Override
        public int connections(String process) {
            return 1;
        }

        @Override
        public void freeze(String process) {
            running = false;
        }

        @Override
        public Sent sendWithoutPages(String process, Epoch epoch, Way way) {
            return new Sent(1, Duration.ofMillis(1), "abc");
        }

        @Override
        public boolean isComplete(String process) {
            return !pagesMissing;
        }

        @Override
        public void fetchPages(String process) {
            pagesMissing = false;
        }

        @Override
        public void thaw(String process) {
            running = true;
        }

        @Override
        public Sent send(String process, Epoch epoch, Way way) {
            transfers++;
            lastWay = way;
            return new Sent(40, Duration.ofMillis(3), "abc");
        }

        @Override
        public String imageKey() {
            return "k1";
        }

        @Override
        public void resume(String process) {
            running = true;
        }

        @Override
        public void discard(String process) {
            running = false;
        }

        @Override
        public boolean holds(String virtualIp) {
            return addresses.contains(virtualIp);
        }

        @Override
        public void claim(String virtualIp) {
            addresses.add(virtualIp);
        }

        @Override
        public void release(String virtualIp) {
            addresses.remove(virtualIp);
        }
    }
}
