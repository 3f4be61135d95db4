package lifeboat.pmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PMC's grammar and the rules of its epochs, on two servers whose back-ends only take notes. */
class PmcCommandsTest {

    private static final String PREPARE = "prepare video epoch 7 vip 192.168.2.1 ";

    private final NotingBackend main = new NotingBackend(true);
    private final NotingBackend backup = new NotingBackend(false);
    private final PmcCommands pmc1 = new PmcCommands(new PmcMigrations(main, CopyStore.inMemory(), PeerLink.none()));
    private final CopyStore disk2 = CopyStore.inMemory();
    private final PmcMigrations target = new PmcMigrations(backup, disk2, PeerLink.none());
    private PmcMigrations controller;
    private final PmcCommands pmc2 = new PmcCommands(target);

    @BeforeEach
    void take() {
        pmc1.execute("reserve video epoch 7");
        pmc2.execute("reserve video epoch 7");
    }

    private void arrive() throws CommandRefused {
        target.arrived("video", new Epoch(7, ""), () -> {
            backup.image = true;
            return true;
        });
    }

    @Test
    void migratesAProcess() throws Exception {
        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("receive video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 100"))
                .isEqualTo("sent 40 bytes in 3 ms, sha256 abc");
        arrive();
        assertThat(pmc1.execute("vip release 192.168.2.1 for video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("vip claim 192.168.2.1 for video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("resume video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("discard video epoch 7 migrated")).isEqualTo("ok");

        assertThat(pmc1.execute("status video")).contains("state: absent", "dead-epoch: 7");
        assertThat(pmc2.execute("status video")).contains("state: running", "active-epoch: 0", "dead-epoch: 7");
        assertThat(pmc2.execute("vip status 192.168.2.1")).isEqualTo("192.168.2.1: held");
    }

    @Test
    void keepsAVlanForOneMigrationUntilItsProcessIsGivenBack() {
        pmc1.execute("reserve archive epoch 3");

        assertThat(pmc1.execute("reserve-vlan video epoch 7 vlan 100")).isEqualTo("ok");
        assertThat(pmc1.execute("reserve-vlan video epoch 7 vlan 100")).isEqualTo("ok");
        assertThat(pmc1.execute("status video")).contains("vlan: 100");
        assertThat(pmc1.execute("reserve-vlan archive epoch 3 vlan 100"))
                .isEqualTo("error: VLAN 100 is that of process video here");
        assertThat(pmc1.execute("reserve-vlan archive epoch 3 vlan 101 alone")).isEqualTo("error: this server's port "
                + "carries one migration at a time, and has that of process video in VLAN 100");
        assertThat(pmc1.execute("reserve-vlan archive epoch 3 vlan 101")).isEqualTo("ok");

        assertThat(pmc1.execute("give-back video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("status video")).contains("vlan: 0");
        assertThat(pmc1.execute("reserve-vlan archive epoch 3 vlan 100 alone")).isEqualTo("ok");
        assertThat(pmc1.execute("reserve-vlan video epoch 7 vlan 102")).startsWith("error: epoch 7 of process video");
        assertThat(pmc1.execute("reserve-vlan archive epoch 3 vlan 5000"))
                .isEqualTo("error: vlan '5000' is no number from 1 to 4094");
    }

    /** The pages of a post-copy still come in it after the resume. */
    @Test
    void keepsAVlanUntilItIsGivenBackAfterTheResume() throws Exception {
        pmc2.execute("reserve-vlan video epoch 7 vlan 100");
        pmc2.execute("receive video epoch 7");
        arrive();
        pmc2.execute("resume video epoch 7");
        assertThat(pmc2.execute("status video")).contains("state: running", "active-epoch: 0", "vlan: 100");

        pmc2.execute("reserve archive epoch 3");
        assertThat(pmc2.execute("reserve-vlan archive epoch 3 vlan 100"))
                .isEqualTo("error: VLAN 100 is that of process video here");
        assertThat(pmc2.execute("give-back video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("reserve-vlan archive epoch 3 vlan 100")).isEqualTo("ok");
    }

    @Test
    void repeatsEveryCommandWithoutHarm() {
        pmc1.execute("freeze video epoch 7");
        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("ok");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        assertThat(main.transfers).isEqualTo(1);
        assertThat(pmc1.execute("thaw video epoch 7 fenced")).isEqualTo("ok");
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
        assertThat(pmc1.execute(PREPARE + "peer 10.0.0.2,10.1.0.2 key k2 deadline 20 encrypted")).isEqualTo("ok");
        assertThat(pmc2.execute(PREPARE + "peer 10.0.0.1 key k1 deadline 20 encrypted")).isEqualTo("ok");
        pmc1.execute("freeze video epoch 7");
        pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 100");

        assertThat(main.lastWay.peerKey()).contains("k2");
        assertThat(pmc1.execute("status video")).contains("encrypted: k2");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7, ""), Optional.empty()))
                .hasMessage("only the server with the key k1 may send process video");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7, ""), Optional.of("k3")))
                .hasMessageContaining("only the server with the key k1");
        assertThatThrownBy(() -> target.admit("video", new Epoch(7, ""), Optional.of("k1")))
                .hasMessage("nobody is waiting for an image of process video");
        pmc2.execute("receive video epoch 7");
        target.admit("video", new Epoch(7, ""), Optional.of("k1"));
        pmc1.execute("thaw video epoch 7 fenced");
        assertThat(pmc1.execute("status video")).contains("encrypted: no");
    }

    @Test
    void letsNoProcessGoOnWhosePagesAreStillArriving() throws Exception {
        pmc1.execute("freeze video epoch 7");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 public without pages")).startsWith("sent 1 bytes");
        pmc2.execute("receive video epoch 7");
        arrive();
        pmc2.execute("resume video epoch 7");
        backup.pagesMissing = true;

        assertThat(pmc2.execute("status video")).contains("pages: arriving");
        pmc2.execute("reserve video epoch 8");
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
        arrive();
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
        CopyStore store = CopyStore.inMemory();
        taken(new PmcCommands(new PmcMigrations(main, store, PeerLink.none())))
                .execute("freeze video epoch 7");

        PmcCommands restarted = new PmcCommands(new PmcMigrations(main, store, PeerLink.none()));

        assertThat(restarted.execute("status video")).contains("state: frozen", "active-epoch: 7");
        assertThat(restarted.execute("freeze video epoch 8")).startsWith("error: process video is in the hands of epoch 7");
        assertThat(restarted.execute("thaw video epoch 7")).isEqualTo("ok");
    }

    @Test
    void refusesAnotherMigrationTheProcessThatOneHasTaken() {
        pmc1.execute("give-back video epoch 7");
        assertThat(pmc1.execute("reserve video epoch 7@a")).isEqualTo("ok");
        assertThat(pmc1.execute("reserve video epoch 7@a")).isEqualTo("ok");

        assertThat(pmc1.execute("reserve video epoch 7@b"))
                .isEqualTo("error: process video is in the hands of epoch 7@a, epoch 7@b has to wait");
        assertThat(pmc1.execute("give-back video epoch 7@b"))
                .isEqualTo("error: process video is in the hands of epoch 7@a, epoch 7@b has to wait");
        assertThat(pmc1.execute("give-back video epoch 7@a")).isEqualTo("ok");
        assertThat(pmc1.execute("reserve video epoch 7@a")).isEqualTo("error: epoch 7@a of process video is dead");
        assertThat(pmc1.execute("reserve video epoch 7@b")).isEqualTo("ok");
    }

    @Test
    void givesNothingBackThatItWouldLeaveFrozen() {
        pmc1.execute("reserve video epoch 7");
        pmc1.execute("freeze video epoch 7");

        assertThat(pmc1.execute("give-back video epoch 7"))
                .isEqualTo("error: process video is frozen here for epoch 7: thaw, resume or discard it first");
    }

    @Test
    void fencesAnEpochThatItHasHad() throws Exception {
        stage();

        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("fenced");
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("fenced");
        assertThat(pmc2.execute("resume video epoch 7")).isEqualTo("error: epoch 7 of process video is dead");
        assertThat(pmc2.execute("vip status 192.168.2.1")).isEqualTo("192.168.2.1: not held");
        assertThat(pmc2.execute("status video")).contains("state: staged", "active-epoch: 7");
        assertThat(pmc2.execute("discard video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("fenced");
    }

    @Test
    void doesNotFenceWhatItHasResumed() throws Exception {
        stage();
        pmc2.execute("resume video epoch 7");

        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("running-complete");
        backup.pagesMissing = true;
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("running-pages-to-come");
    }

    @Test
    void answersUnknownWithoutARecord() {
        PmcCommands replaced = new PmcCommands(new PmcMigrations(backup, CopyStore.inMemory(),
                PeerLink.none()));
        assertThat(replaced.execute("fence video epoch 7")).isEqualTo("unknown");
        assertThat(replaced.execute("receive video epoch 7"))
                .isEqualTo("error: process video was not taken by epoch 7 here: reserve it first");
        assertThat(pmc2.execute("fence video epoch 9")).isEqualTo("unknown");
    }

    @Test
    void letsTheSourceWaitWhileUsersAreComingButNotTheController() throws Exception {
        stage();
        assertThat(pmc2.execute("expect-users video epoch 7")).isEqualTo("ok");

        assertThat(target.fence("video", new Epoch(7, ""), false)).isEqualTo(Fenced.WAIT);
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("fenced");
        assertThat(target.fence("video", new Epoch(7, ""), false)).isEqualTo(Fenced.FENCED);
    }

    @Test
    void thawsAfterTheHandOverOnlyWhatIsFenced() throws Exception {
        PmcCommands alone = pmc(main, Optional.empty());
        alone.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        alone.execute("freeze video epoch 7");
        alone.execute("send video epoch 7 to 10.0.0.2 public");

        assertThat(alone.execute("thaw video epoch 7")).isEqualTo("error: process video was handed over in epoch 7, and "
                + "the server it went to does not answer");
        assertThat(alone.execute("thaw video epoch 7 fenced")).isEqualTo("ok");
        assertThat(main.holds("192.168.2.1")).isTrue();
    }

    @Test
    void neverHandsOverWhatItHasThawed() throws Exception {
        ProcessBackend.HandOver[] handOver = new ProcessBackend.HandOver[1];
        main.onSend = late -> handOver[0] = late;
        pmc1.execute("freeze video epoch 7");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        pmc1.execute("thaw video epoch 7");

        assertThatThrownBy(() -> handOver[0].now()).hasMessage("epoch 7 of process video is dead");
    }

    @ParameterizedTest
    @CsvSource({
        "before freeze, freeze video epoch 7, state: running",
        "after freeze, freeze video epoch 7, state: frozen",
        "before thaw, thaw video epoch 7, state: frozen",
        "after thaw, thaw video epoch 7, state: running"})
    void knowsAtItsStartWhatBecameOfWhatItWasKilledAt(String dieAt, String command, String state) {
        CopyStore disk = CopyStore.inMemory();
        PmcCommands killed = taken(new PmcCommands(new PmcMigrations(main, disk, PeerLink.none())));
        if (command.startsWith("thaw")) {
            killed.execute("freeze video epoch 7");
        }
        main.dieAt = dieAt;
        assertThatThrownBy(() -> killed.execute(command)).isInstanceOf(Killed.class);
        main.dieAt = "";

        PmcCommands restarted = new PmcCommands(new PmcMigrations(main, disk, PeerLink.none()));

        assertThat(restarted.execute("status video")).contains(state);
        assertThat(restarted.execute("thaw video epoch 7")).isEqualTo("ok");
        assertThat(main.running).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"before resume, fenced", "after resume, running-complete"})
    void knowsAtItsStartWhetherItResumed(String dieAt, String fenced) throws Exception {
        stage();
        backup.dieAt = dieAt;
        assertThatThrownBy(() -> pmc2.execute("resume video epoch 7")).isInstanceOf(Killed.class);
        backup.dieAt = "";

        PmcCommands restarted = new PmcCommands(new PmcMigrations(backup, disk2, PeerLink.none()));

        assertThat(restarted.execute("fence video epoch 7")).isEqualTo(fenced);
        assertThat(backup.running).isEqualTo(fenced.startsWith("running"));
    }

    @Test
    void looksWhereAProgramSaidThatItFailed() {
        main.lieAt = "freeze";

        assertThat(pmc1.execute("freeze video epoch 7")).isEqualTo("ok");
        assertThat(pmc1.execute("status video")).contains("state: frozen");
    }

    @ParameterizedTest
    @CsvSource({"fenced, true, absent", "running-complete, false, absent", "running-pages-to-come, false, frozen",
        "wait, false, frozen", "undecided, false, frozen", "unknown, false, frozen", "'', false, frozen"})
    void settlesWithoutTheController(String answer, boolean runs, String otherwise) {
        long[] now = new long[1];
        PmcCommands source = pmc(main, Fenced.of(answer), () -> now[0]);
        source.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        source.execute("freeze video epoch 7");
        source.execute("send video epoch 7 to 10.0.0.2 public");
        controller.settleOverdue();
        assertThat(source.execute("status video")).contains("state: frozen");

        now[0] = Duration.ofSeconds(20).toNanos();
        controller.settleOverdue();

        assertThat(main.running).isEqualTo(runs);
        assertThat(source.execute("status video")).contains("state: " + (runs ? "running" : otherwise));
    }

    @Test
    void resumesAtItsDeadlineWhenUsersAreComing() throws Exception {
        long[] now = new long[1];
        PmcMigrations pmc = new PmcMigrations(backup, disk2, PeerLink.none(), () -> now[0]);
        PmcCommands commands = taken(new PmcCommands(pmc));
        commands.execute(PREPARE + "peer 10.0.0.1 key k1 deadline 20");
        commands.execute("receive video epoch 7");
        pmc.arrived("video", new Epoch(7, ""), () -> {
            backup.image = true;
            return true;
        });
        commands.execute("vip claim 192.168.2.1 for video epoch 7");
        now[0] = Duration.ofSeconds(21).toNanos();
        pmc.settleOverdue();
        assertThat(backup.running).isFalse();

        commands.execute("expect-users video epoch 7");
        pmc.settleOverdue();

        assertThat(backup.running).isTrue();
        assertThat(commands.execute("fence video epoch 7")).isEqualTo("running-complete");
    }

    /** An operator may have declared its server lost meanwhile. */
    @Test
    void givesUpWhatRunsElsewhereSinceItWasDead() throws Exception {
        long[] now = new long[1];
        stage();
        pmc2.execute("expect-users video epoch 7");
        PmcMigrations again = new PmcMigrations(backup, disk2,
                peer(Optional.of(Fenced.RUNNING_COMPLETE)), () -> now[0]);
        again.start("video");

        now[0] = Duration.ofSeconds(21).toNanos();
        again.settleOverdue();

        assertThat(backup.running).isFalse();
        assertThat(new PmcCommands(again).execute("fence video epoch 7")).isEqualTo("fenced");
        assertThat(new PmcCommands(again).execute("status video")).contains("state: absent");
    }

    @Test
    void keepsTheLockWhileTheAddressCannotBeRemoved() throws Exception {
        stage();
        backup.addressStuck = true;

        assertThat(pmc2.execute("discard video epoch 7")).isEqualTo("error: the address is stuck");
        assertThat(backup.image).isTrue();
        backup.addressStuck = false;
        assertThat(pmc2.execute("discard video epoch 7")).isEqualTo("ok");
        assertThat(backup.image).isFalse();
    }

    @Test
    void barsALateRelease() {
        pmc1.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        pmc1.execute("freeze video epoch 7");
        main.dieAt = "before thaw";
        assertThatThrownBy(() -> pmc1.execute("thaw video epoch 7")).isInstanceOf(Killed.class);

        assertThat(pmc1.execute("vip release 192.168.2.1 for video epoch 7"))
                .isEqualTo("error: epoch 7 of process video is dead");
        assertThat(pmc1.execute("vip status 192.168.2.1")).endsWith(": held");
    }

    @Test
    void needsTheAddressToResume() throws Exception {
        pmc2.execute(PREPARE + "peer 10.0.0.1 key k1 deadline 20");
        pmc2.execute("receive video epoch 7");
        arrive();

        assertThat(pmc2.execute("resume video epoch 7")).isEqualTo(
                "error: process video needs 192.168.2.1, which is not here: claim it first");
    }

    @Test
    void doesNothingThatItCannotWriteDown() {
        CopyStore full = new CopyStore() {
            @Override
            public Set<String> processes() {
                return disk2.processes();
            }

            @Override
            public Optional<CopyRecord> load(String process) {
                return disk2.load(process);
            }

            @Override
            public void save(String process, CopyRecord copy) throws CommandRefused {
                throw new CommandRefused("the disk is full");
            }
        };
        PmcCommands pmc = new PmcCommands(new PmcMigrations(main, full, PeerLink.none()));

        assertThat(pmc.execute("freeze video epoch 7")).isEqualTo("error: the disk is full");
        assertThat(main.running).isTrue();
    }

    @Test
    void saysWhetherAServerThatBootsMayStartTheService() throws Exception {
        PmcCommands replaced = new PmcCommands(new PmcMigrations(backup, CopyStore.inMemory(),
                PeerLink.none()));
        assertThat(replaced.execute("may-start video")).startsWith("no: there is no record of process video here");
        assertThat(pmc1.execute("may-start video")).isEqualTo("yes");
        pmc1.execute("freeze video epoch 7");
        assertThat(pmc1.execute("may-start video")).startsWith("no: process video is frozen here");
        pmc1.execute("send video epoch 7 to 10.0.0.2 public");
        pmc1.execute("discard video epoch 7 migrated");
        assertThat(pmc1.execute("may-start video"))
                .isEqualTo("no: process video may run at the site it was moved to by epoch 7");
    }

    /** What was frozen here is gone with the server's memory, and the other one may have it. */
    @Test
    void startsWhatItLostOnlyIfItIsFencedElsewhere() throws Exception {
        CopyStore disk = CopyStore.inMemory();
        PmcCommands before = new PmcCommands(new PmcMigrations(main, disk, PeerLink.none()));
        before.execute("reserve video epoch 7");
        before.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        before.execute("freeze video epoch 7");
        main.image = false;

        long[] now = new long[1];
        PmcCommands elsewhere = rebooted(disk, Fenced.RUNNING_COMPLETE, () -> now[0]);
        PmcCommands fenced = rebooted(disk, Fenced.FENCED, () -> now[0]);
        List.of(elsewhere, fenced).forEach(pmc -> assertThat(pmc.execute("may-start video"))
                .isEqualTo("no: process video may go on at the site it was moved to by epoch 7: ask again"));
        now[0] = Duration.ofSeconds(20).toNanos();
        assertThat(elsewhere.execute("may-start video"))
                .isEqualTo("no: process video may run at the site it was moved to by epoch 7");
        assertThat(fenced.execute("may-start video")).isEqualTo("yes");
        assertThat(fenced.execute("give-up video epoch 7 for 8"))
                .isEqualTo("error: process video is absent here, and belongs to this server: it is not given up");
    }

    private static PeerLink peer(Optional<Fenced> answer) {
        return new PeerLink() {
            @Override
            public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
                return answer;
            }

            @Override
            public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
                // nobody minds
            }
        };
    }

    private PmcCommands rebooted(CopyStore disk, Fenced answer, LongSupplier clock) {
        return new PmcCommands(new PmcMigrations(main, disk, peer(Optional.of(answer)), clock));
    }

    @Test
    void goesOnWithAFencedImageByTheNextEpoch() throws Exception {
        stage();
        assertThat(pmc2.execute("adopt video epoch 7 for 8")).isEqualTo(
                "error: process video is staged here, there is no fenced image of epoch 7");
        pmc2.execute("fence video epoch 7");

        assertThat(pmc2.execute("adopt video epoch 7 for 7")).isEqualTo("error: epoch 7 is not later than 7");
        assertThat(pmc2.execute("adopt video epoch 7 for 8")).isEqualTo("ok");
        assertThat(pmc2.execute("adopt video epoch 7 for 8")).isEqualTo("ok");
        assertThat(pmc2.execute("resume video epoch 7")).startsWith("error: ");
        assertThat(pmc2.execute("vip claim 192.168.2.1 for video epoch 8")).isEqualTo("ok");
        assertThat(pmc2.execute("resume video epoch 8")).isEqualTo("ok");
        assertThat(pmc2.execute("status video")).contains("state: running", "resumed-epoch: 8");
    }

    @Test
    void givesUpOnlyWhatItHasNot() throws Exception {
        PmcCommands source = pmc(main, Optional.of(Fenced.RUNNING_COMPLETE));
        source.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        assertThat(source.execute("give-up video epoch 7 for 8")).startsWith("error: process video is running here");
        source.execute("freeze video epoch 7");
        assertThat(source.execute("give-up video epoch 7 for 8")).startsWith("error: process video is frozen here");
        source.execute("discard video epoch 7 migrated");

        assertThat(source.execute("give-up video epoch 7 for 8")).isEqualTo("ok");
        assertThat(source.execute("status video")).contains("active-epoch: 8", "dead-epoch: 7");
        assertThat(source.execute("may-start video")).startsWith("no: ");
    }

    @Test
    void restartsFromAFirstImageThatIsKeptOfAFencedEpoch() throws Exception {
        pmc2.execute(PREPARE + "peer 10.0.0.1 key k1 deadline 20");
        pmc2.execute("receive video epoch 7");
        backup.firstImages = 1;
        assertThat(pmc2.execute("restart video epoch 7 for 8")).isEqualTo(
                "error: process video is receiving here, nothing of epoch 7 is kept to restart it from");
        pmc2.execute("fence video epoch 7");

        assertThat(pmc2.execute("restart video epoch 7 for 8")).isEqualTo("ok");
        assertThat(pmc2.execute("restart video epoch 7 for 8")).isEqualTo("ok");
        pmc2.execute("vip claim 192.168.2.1 for video epoch 8");
        assertThat(pmc2.execute("resume video epoch 8")).isEqualTo("ok");
        assertThat(pmc2.execute("status video")).contains("state: running", "resumed-epoch: 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before restart", "after restart"})
    void stagesWhatIsKeptThoughItIsKilledMeanwhile(String moment) throws Exception {
        CopyStore disk = CopyStore.inMemory();
        backup.firstImages = 1;
        PmcCommands before = new PmcCommands(new PmcMigrations(backup, disk, PeerLink.none()));
        List.of("reserve video epoch 7", PREPARE + "peer 10.0.0.1 key k1 deadline 20", "receive video epoch 7",
                "fence video epoch 7").forEach(before::execute);
        backup.dieAt = moment;
        assertThatThrownBy(() -> before.execute("restart video epoch 7 for 8")).isInstanceOf(Killed.class);
        backup.dieAt = "";

        PmcCommands after = new PmcCommands(new PmcMigrations(backup, disk, PeerLink.none()));
        assertThat(after.execute("status video")).contains("state: staged", "active-epoch: 8");
        after.execute("vip claim 192.168.2.1 for video epoch 8");
        assertThat(after.execute("resume video epoch 8")).isEqualTo("ok");
    }

    @Test
    void removesAProcessThatIsLostForWantOfPages() throws Exception {
        stage();
        pmc2.execute("resume video epoch 7");
        backup.pagesMissing = true;
        assertThat(pmc2.execute("discard video epoch 7"))
                .isEqualTo("error: process video runs here, a running process is not discarded");
        backup.pagesLost = true;

        assertThat(pmc2.execute("status video")).contains("pages: lost");
        assertThat(pmc2.execute("discard video epoch 6"))
                .isEqualTo("error: process video runs here, a running process is not discarded");
        assertThat(pmc2.execute("discard video epoch 7")).isEqualTo("ok");
        assertThat(pmc2.execute("status video")).contains("state: absent", "active-epoch: 0");
        assertThat(pmc2.execute("vip status 192.168.2.1")).isEqualTo("192.168.2.1: not held");
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("undecided");
    }

    @Test
    void knowsAProcessThatHasDiedForWantOfItsPages() throws Exception {
        stage();
        pmc2.execute("resume video epoch 7");
        backup.pagesMissing = true;
        backup.running = false;

        assertThat(pmc2.execute("status video")).contains("state: absent", "pages: lost");
        assertThat(pmc2.execute("vip status 192.168.2.1")).isEqualTo("192.168.2.1: not held");
        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("undecided");
        assertThat(pmc2.execute("give-up video epoch 7 for 8")).isEqualTo("ok");
    }

    /** One whose peer does not answer keeps no other one from being settled. */
    @Test
    void settlesEachProcessByItself() throws Exception {
        long[] now = new long[1];
        PmcCommands pmc = pmc(main, Optional.empty(), () -> now[0]);
        pmc.execute(PREPARE + "peer 10.0.0.2 key k2 deadline 20");
        pmc.execute("freeze video epoch 7");
        now[0] = Duration.ofSeconds(21).toNanos();
        List<Runnable> waiting = new ArrayList<>();

        controller.settleOverdue(waiting::add);
        controller.settleOverdue(waiting::add);
        assertThat(waiting).hasSize(1);
        waiting.get(0).run();

        assertThat(pmc.execute("status video")).contains("state: running");
    }

    @Test
    void keepsAFirstImageOfAFencedEpochWhenItStartsAgain() throws Exception {
        CopyStore disk = CopyStore.inMemory();
        backup.firstImages = 1;
        PmcCommands before = new PmcCommands(new PmcMigrations(backup, disk, PeerLink.none()));
        List.of("reserve video epoch 7", PREPARE + "peer 10.0.0.1 key k1 deadline 20", "receive video epoch 7",
                "fence video epoch 7").forEach(before::execute);

        PmcCommands after = new PmcCommands(new PmcMigrations(backup, disk, PeerLink.none()));

        assertThat(after.execute("restart video epoch 7 for 8")).isEqualTo("ok");
    }

    @Test
    void doesNotFenceAnEpochWhoseImageGoesOnByAnother() throws Exception {
        stage();
        pmc2.execute("fence video epoch 7");
        pmc2.execute("adopt video epoch 7 for 8");

        assertThat(pmc2.execute("fence video epoch 7")).isEqualTo("undecided");
        assertThat(pmc2.execute("fence video epoch 8")).isEqualTo("fenced");
    }

    @Test
    void saysWhichPidsAProcessNeedsAndWhichAreTaken() {
        assertThat(pmc1.execute("pids video")).isEqualTo("PIDs: 41,4711");
        assertThat(pmc2.execute("pids video")).startsWith("error: process video is absent here");
        assertThat(pmc2.execute("taken-pids 41,4711")).isEqualTo("PIDs: 41");
        assertThat(pmc2.execute("taken-pids 4711")).isEqualTo("PIDs: none");
        assertThat(pmc2.execute("taken-pids x")).startsWith("error: PID 'x' is no number");
    }

    private void stage() throws CommandRefused {
        pmc2.execute(PREPARE + "peer 10.0.0.1 key k1 deadline 20");
        pmc2.execute("receive video epoch 7");
        arrive();
        pmc2.execute("vip claim 192.168.2.1 for video epoch 7");
    }

    private PmcCommands pmc(NotingBackend backend, Optional<Fenced> answer) {
        return pmc(backend, answer, () -> 0);
    }

    private static PmcCommands taken(PmcCommands pmc) {
        pmc.execute("reserve video epoch 7");
        return pmc;
    }

    private PmcCommands pmc(NotingBackend backend, Optional<Fenced> answer, LongSupplier clock) {
        controller = new PmcMigrations(backend, CopyStore.inMemory(), peer(answer), clock);
        return taken(new PmcCommands(controller));
    }

    @Test
    void explainsWhatItDoesNotUnderstand() {
        assertThat(pmc1.execute("melt video")).isEqualTo("error: unknown command 'melt', try 'help'");
        assertThat(pmc1.execute("freeze video")).isEqualTo("error: incomplete command, try 'help'");
        assertThat(pmc1.execute("freeze video epoch x")).startsWith("error: epoch 'x' is neither NUMBER nor NUMBER@NAME");
        assertThat(pmc1.execute("send video epoch 7 to 10.0.0.2 vlan 5000")).startsWith("error: vlan '5000' is no number from 1 to 4094");
    }

    /** Nothing that runs in a PMC sees its end. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class NotingBackend implements ProcessBackend {

        private boolean running;
        private boolean image;
        private String dieAt = "";
        private String lieAt = "";
        private boolean addressStuck;
        private Consumer<HandOver> onSend;
        private int transfers;
        private ImageRoute lastWay;
        private int firstImages;
        private boolean pagesMissing;
        private boolean pagesLost;
        private final Set<String> addresses = new HashSet<>();

        NotingBackend(boolean running) {
            this.running = running;
        }

        @Override
        public boolean isKnown(String process) {
            return Set.of("video", "archive").contains(process);
        }

        @Override
        public boolean runs(String process) {
            return running;
        }

        @Override
        public Found look(String process) {
            return running ? Found.RUNNING : image ? Found.IMAGE : Found.NOTHING;
        }

        @Override
        public void settleRunning(String process) {
            image = false;
        }

        @Override
        public void settleFrozen(String process) {
            // nothing is locked here
        }

        /** As if the PMC were killed before or after the back-end acted. */
        private void act(String action, Runnable done) {
            if (dieAt.equals("before " + action)) {
                throw new Killed();
            }
            done.run();
            if (dieAt.equals("after " + action)) {
                throw new Killed();
            }
            if (lieAt.equals(action)) {
                throw new IllegalStateException("did not end in time");
            }
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
        public Sent sendFirst(String process, Epoch epoch, ImageRoute way) {
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
        public void stageForRestart(String process) throws CommandRefused {
            if (!image && firstImages == 0) {
                throw new CommandRefused("no image of process %s is kept here".formatted(process));
            }
            act("restart", () -> {
                image = true;
                firstImages = 0;
            });
        }

        @Override
        public boolean isLost(String process) {
            return running && pagesLost;
        }

        @Override
        public Set<Long> pids(String process) {
            return Set.of(41L, 4711L);
        }

        @Override
        public Set<Long> taken(Set<Long> pids) {
            return pids.contains(41L) ? Set.of(41L) : Set.of();
        }

        @Override
        public void freeze(String process) {
            act("freeze", () -> {
                running = false;
                image = true;
            });
        }

        @Override
        public Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver)
                throws CommandRefused {
            handOver.now();
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
            act("thaw", this::run);
        }

        @Override
        public Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
            if (onSend != null) {
                onSend.accept(handOver);
                throw new CommandRefused("the way is long");
            }
            handOver.now();
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
            act("resume", this::run);
        }

        private void run() {
            running = true;
            image = false;
        }

        @Override
        public void discard(String process) {
            image = false;
            running &= !pagesLost;
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
        public void release(String virtualIp) throws CommandRefused {
            if (addressStuck) {
                throw new CommandRefused("the address is stuck");
            }
            addresses.remove(virtualIp);
        }
    }
}
