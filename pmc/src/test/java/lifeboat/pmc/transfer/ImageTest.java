package lifeboat.pmc.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    @TempDir
    private Path folder;

    @Test
    void knowsThePidsOfItsProcessesAndThreads() throws Exception {
        for (String file : new String[] {"core-30002.img", "core-30007.img", "mm-30002.img", "core-1.img.log"}) {
            Files.createFile(folder.resolve(file));
        }

        assertThat(new Image(folder).pids()).containsExactlyInAnyOrder(30002L, 30007L);
        assertThat(new Image(folder.resolve("nowhere")).pids()).isEmpty();
    }
}
