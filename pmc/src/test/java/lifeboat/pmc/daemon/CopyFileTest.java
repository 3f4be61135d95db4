package lifeboat.pmc.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lifeboat.pmc.CopyState;
import lifeboat.pmc.CopyStore.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFileTest {

    @TempDir
    private Path folder;

    @Test
    void remembers() {
        Path file = folder.resolve("copies.json");
        assertThat(new CopyFile(file).load()).isEmpty();

        new CopyFile(file).save(Map.of("video", new Entry(CopyState.FROZEN, 7, 3, 7, "abc")));

        assertThat(new CopyFile(file).load()).containsExactly(
                Map.entry("video", new Entry(CopyState.FROZEN, 7, 3, 7, "abc")));
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void doesNotGuessWhatABrokenFileMeant() throws Exception {
        Path file = Files.writeString(folder.resolve("copies.json"), "{");

        assertThatThrownBy(() -> new CopyFile(file).load()).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("copies.json cannot be read");
    }
}
