package lifeboat.trial.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several services at three sites: video and video4 at the main one, video2 at the backup site. */
class ManyServicesIT {

    @RegisterExtension
    private final RunningSystem system = new RunningSystem(0.2, 3, 4);

    @BeforeEach
    void connectUsers() throws Exception {
        for (String service : List.of("video2", "video4")) {
            system.lab().order("user connect to " + service);
        }
    }

    /** Two of them between the same two servers, in VLANs of their own. */
    @Test
    void moveAtOnceOverTheSameSwitches() throws Exception {
        long video = system.start("backup", true);
        long video4 = system.start("video4", "backup", true, Strategy.PRE_COPY);
        long video2 = system.start("video2", "main", true, Strategy.STOP_AND_COPY);

        for (long key : List.of(video, video4, video2)) {
            assertThat(system.settled(key).outcome()).isEqualTo(MigrationState.MIGRATED);
        }
        for (String service : List.of("video", "video2", "video4")) {
            assertThat(system.lab().userOf(service).isUnharmed()).isTrue();
        }
        assertThat(system.lab().run("show servers")).contains("server1: running [video2]");
        assertThat(system.leftovers()).isEmpty();
        assertThat(system.lab().run("show violations")).isEqualTo("none");
    }

    /** Whoever moves the process has to take it where it runs: nobody else needs to be asked. */
    @Test
    void moveWhileASiteThatTakesNoPartIsSilent() throws Exception {
        system.lab().order("cut pmc3");

        assertThat(system.settled(system.start("backup", true)).outcome()).isEqualTo(MigrationState.MIGRATED);

        assertThat(system.settled(system.start("site3", true)).outcome()).isEqualTo(MigrationState.REFUSED);
        system.assertUserIsUnharmed();
    }
}
