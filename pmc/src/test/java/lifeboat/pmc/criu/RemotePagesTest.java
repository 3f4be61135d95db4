package lifeboat.pmc.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.host.Programs;
import lifeboat.pmc.transfer.Image;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pages that arrive, and pages that do not, with a program in CRIU's place that can be told to lose them. */
@EnabledOnOs(OS.LINUX)
class RemotePagesTest {

    /** As CRIU does, it says on the descriptor that it serves; it ends with the code in a file, as soon as there is one. */
    private static final String CRIU_THAT_MAY_LOSE_PAGES = """
            #!/bin/bash
            case $1 in
              lazy-pages)
                printf '\\0' >&3
                until [ -e %1$s/end ]; do sleep 0.01; done
                exit $(cat %1$s/end) ;;
              restore) echo %2$d >"%1$s/pid" ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Process process;
    private Image image;
    private RemotePages pages;

    @BeforeEach
    void restore() throws Exception {
        process = new ProcessBuilder("sleep", "1000").start();
        Path criu = Files.createFile(folder.resolve("criu-that-may-lose-pages"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(criu, CRIU_THAT_MAY_LOSE_PAGES.formatted(folder, process.pid()));
        image = new Image(Files.createDirectory(folder.resolve("image")));
        Files.writeString(image.folder().resolve("pages-at"), "10.100.0.1");
        pages = new RemotePages(new Criu(criu, new Programs(Duration.ofSeconds(20))));
        pages.restore("video", image);
        Files.writeString(Criu.restoredPid(image), String.valueOf(process.pid()));
    }

    @AfterEach
    void end() throws Exception {
        pages.end(image);
        process.destroyForcibly().waitFor();
    }

    @Test
    void waitsUntilAllPagesAreHere() throws Exception {
        assertThat(RemotePages.areMissing(image)).isTrue();
        end(0);

        pages.await("video", image);

        assertThat(RemotePages.areMissing(image)).isFalse();
        assertThat(RemotePages.areLost(image)).isFalse();
        assertThat(state()).isEqualTo("S");
    }

    @Test
    void stopsAProcessWhosePagesAreLost() throws Exception {
        end(1);

        assertThatThrownBy(() -> pages.await("video", image)).isInstanceOf(CommandRefused.class)
                .hasMessageContaining("the pages of process video can no longer be had");
        Awaitility.await().until(() -> state().equals("T"));
        assertThat(RemotePages.areMissing(image)).isTrue();
        assertThat(RemotePages.areLost(image)).isTrue();
    }

    /** A PMC that was restarted meanwhile has no memory of the program. */
    @Test
    void trustsNoPagesOfWhoseArrivalNothingIsKnown() {
        pages.end(image);

        assertThat(RemotePages.areMissing(image)).isTrue();
        assertThatThrownBy(() -> pages.await("video", image)).isInstanceOf(CommandRefused.class);
    }

    private void end(int code) throws Exception {
        Path next = Files.writeString(folder.resolve("end.next"), String.valueOf(code));
        Files.move(next, folder.resolve("end"));
    }

    private String state() throws Exception {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat")).split(" ")[2];
    }
}
