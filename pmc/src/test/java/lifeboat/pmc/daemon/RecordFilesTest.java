package lifeboat.pmc.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lifeboat.pmc.AgreedTerms;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.CopyRecord;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.Intent;
import lifeboat.pmc.LocalCopyState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {

    private static final CopyRecord RECORD = new CopyRecord(LocalCopyState.FROZEN, Intent.THAW, new Epoch(7, "a"),
            new Epoch(3, ""), Epoch.NONE, true, false, true,
            new AgreedTerms("192.168.2.1", List.of("10.0.0.2", "10.1.0.2"), "abc", true, Duration.ofSeconds(20)), 100);

    @TempDir
    private Path folder;

    @Test
    void remembersEachProcessByItself() throws Exception {
        assertThat(new RecordFiles(folder).load("video")).isEmpty();

        new RecordFiles(folder).save("video", RECORD);
        new RecordFiles(folder).save("audio", RECORD.ended(new Epoch(7, "a")));

        assertThat(new RecordFiles(folder).load("video")).contains(RECORD);
        assertThat(new RecordFiles(folder).load("audio")).contains(RECORD.ended(new Epoch(7, "a")));
        assertThat(new RecordFiles(folder).processes()).containsExactlyInAnyOrder("video", "audio");
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void doesNotGuessWhatABrokenFileMeant() throws Exception {
        Files.writeString(folder.resolve("video.json"), "{");

        assertThatThrownBy(() -> new RecordFiles(folder).load("video")).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("video.json cannot be read");
    }

    @Test
    void saysWhenARecordCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new RecordFiles(file).save("video", RECORD)).isInstanceOf(CommandRefused.class)
                .hasMessageStartingWith("the record of process video cannot be written");
    }
}
