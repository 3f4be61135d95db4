package lifeboat.pmc.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is mapped in several pieces, as one above 2 GiB is. */
class MappedFileTest {

    private static final int PAGE = MappedFile.PAGE;

    @TempDir
    private Path folder;

    @Test
    void findsEachPageInItsPiece() throws Exception {
        byte[] content = new byte[5 * PAGE + 100];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("pages-1.img"), content);

        MappedFile mapped = MappedFile.of(file, 2 * PAGE);

        assertThat(mapped.size()).isEqualTo(content.length);
        for (int at = 0; at < content.length; at += PAGE) {
            int length = Math.min(PAGE, content.length - at);
            assertThat(mapped.slice(at, length)).isEqualTo(ByteBuffer.wrap(content, at, length));
        }
    }

    @Test
    void mapsAnEmptyFile() throws Exception {
        assertThat(MappedFile.of(Files.createFile(folder.resolve("empty"))).size()).isZero();
    }
}
