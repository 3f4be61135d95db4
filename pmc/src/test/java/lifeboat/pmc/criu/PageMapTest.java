package lifeboat.pmc.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lifeboat.pmc.transfer.ByteRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map that CRIU 4.2.1 wrote of three runs of pages, byte by byte. */
class PageMapTest {

    private static final int PAGE = 4096;
    private static final int LAZY_AND_PRESENT = 6;
    private static final int PRESENT = 4;
    private static final int IN_PARENT = 1;

    @TempDir
    private Path image;

    @BeforeEach
    void writeMap() throws IOException {
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.write(new byte[] {0x01, 0x42, 0x54, 0x56, 0x14, 0x28, 0x05, 0x56});
        message(map, 0x08, 7);
        message(map, 0x08, 0x80, 0x80, 0x01, 0x10, 0x02, 0x20, LAZY_AND_PRESENT);
        message(map, 0x08, 0x80, 0x80, 0x02, 0x10, 0x09, 0x20, IN_PARENT);
        message(map, 0x08, 0x80, 0x80, 0x03, 0x10, 0x01, 0x20, PRESENT);
        message(map, 0x08, 0x80, 0x80, 0x04, 0x10, 0x80, 0x01, 0x20, LAZY_AND_PRESENT, 0x28, 0x80, 0x01);
        Files.write(image.resolve("pagemap-20001.img"), map.toByteArray());
    }

    private static void message(ByteArrayOutputStream out, int... bytes) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        for (int b : bytes) {
            out.write(b);
        }
    }

    @Test
    void tellsWhichPagesTheProcessCanRunWithout() throws IOException {
        assertThat(PageMap.of(image, 7).entries()).extracting(PageMap.Entry::isLazy)
                .containsExactly(true, false, true);
        assertThat(PageMap.of(image, 7).entries()).extracting(PageMap.Entry::count).containsExactly(2L, 1L, 128L);
    }

    @Test
    void leavesThoseOut() throws IOException {
        Path pages = Files.write(image.resolve("pages-7.img"), new byte[131 * PAGE]);

        assertThat(new WithoutLazyPages().runs(pages)).isEqualTo(List.of(ByteRun.leftOut(0, 2 * PAGE),
                ByteRun.fresh(2 * PAGE, PAGE), ByteRun.leftOut(3 * PAGE, 128 * PAGE)));
    }

    @Test
    void trustsNoMapThatDoesNotFit() throws IOException {
        Path pages = Files.write(image.resolve("pages-7.img"), new byte[PAGE]);

        assertThatThrownBy(() -> new WithoutLazyPages().runs(pages)).isInstanceOf(IOException.class)
                .hasMessageContaining("its page map knows");
        assertThatThrownBy(() -> PageMap.of(image, 8)).hasMessageContaining("no map of the pages 8");
    }
}
