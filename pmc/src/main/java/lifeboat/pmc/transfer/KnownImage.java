package lifeboat.pmc.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import lifeboat.pmc.Epoch;

/**
 * An earlier image of a process that the other side has, too. Of a later image only what is not in it has to be sent.
 *
 * <p>Memory is compared page by page. Pages that moved within their file, because the process has mapped memory since,
 * are found by their checksum and compared byte by byte all the same.
 */
public final class KnownImage implements ByteSelection {

    private static final int PAGE = MappedFile.PAGE;

    private final Epoch epoch;
    private final String sha256;
    private final Image image;
    private final Map<String, KnownFile> files = new HashMap<>();

    /** @param sha256 the one under which the other side took it, in hexadecimal */
    public KnownImage(Epoch epoch, String sha256, Image image) throws IOException {
        this.epoch = epoch;
        this.sha256 = sha256;
        this.image = image;
        for (Path file : image.files()) {
            files.put(file.getFileName().toString(), new KnownFile(MappedFile.of(file)));
        }
    }

    public Epoch epoch() {
        return epoch;
    }

    public Image image() {
        return image;
    }

    @Override
    public String earlierSha256() {
        return sha256;
    }

    @Override
    public List<ByteRun> runs(Path file) throws IOException {
        MappedFile content = MappedFile.of(file);
        KnownFile known = files.get(file.getFileName().toString());
        return known == null ? WHOLE.runs(file) : known.runs(content);
    }

    private static final class KnownFile {

        private final MappedFile content;
        private final Map<Integer, Long> pages = new HashMap<>();

        KnownFile(MappedFile content) {
            this.content = content;
            for (long at = 0; at + PAGE <= content.size(); at += PAGE) {
                pages.putIfAbsent(checksum(content.slice(at, PAGE)), at);
            }
        }

        List<ByteRun> runs(MappedFile later) {
            List<ByteRun> runs = new ArrayList<>();
            long expected = 0;
            for (long at = 0; at < later.size(); at += PAGE) {
                ByteBuffer page = later.slice(at, (int) Math.min(PAGE, later.size() - at));
                long found = find(page, expected);
                expected = (found < 0 ? expected : found) + PAGE;
                append(runs, new ByteRun(found, at, page.capacity()));
            }
            return runs;
        }

        private long find(ByteBuffer page, long expected) {
            if (isAt(expected, page)) {
                return expected;
            }
            Long candidate = page.capacity() < PAGE ? null : pages.get(checksum(page));
            return candidate != null && isAt(candidate, page) ? candidate : ByteRun.FRESH;
        }

        private boolean isAt(long at, ByteBuffer page) {
            return at + page.capacity() <= content.size()
                    && content.slice(at, page.capacity()).mismatch(page) < 0;
        }

        private static void append(List<ByteRun> runs, ByteRun run) {
            int last = runs.size() - 1;
            if (last >= 0 && run.follows(runs.get(last))) {
                runs.set(last, runs.get(last).and(run));
            } else {
                runs.add(run);
            }
        }

        private static int checksum(ByteBuffer page) {
            CRC32C crc = new CRC32C();
            crc.update(page.duplicate());
            return (int) crc.getValue();
        }
    }
}
