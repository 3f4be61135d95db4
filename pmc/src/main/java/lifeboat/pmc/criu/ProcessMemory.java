package lifeboat.pmc.criu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.ProcessBackend.Memory;

/**
 * Watches the memory of a running process through {@code /proc}: a sample of the pages it can write to is read twice,
 * a moment apart. The kernel's own tracking (soft-dirty) is missing from many kernels.
 */
final class ProcessMemory {

    /** A private area that the process can write to, in {@code /proc/PID/maps}. */
    private static final Pattern AREA = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw.p ");

    private static final long CHUNK = 1L << 30;
    private static final int PAGE = 4096;
    private static final int SAMPLE = 2048;
    private static final int ENTRY = 8;
    private static final long PRESENT = 1L << 63;
    private static final Duration MOMENT = Duration.ofMillis(200);

    private ProcessMemory() {
    }

    static Memory watch(long pid) throws CommandRefused {
        Path proc = Path.of("/proc", String.valueOf(pid));
        try (RandomAccessFile memory = new RandomAccessFile(proc.resolve("mem").toFile(), "r")) {
            List<Long> pages = writablePages(proc);
            int step = Math.max(1, pages.size() / SAMPLE);
            List<Long> sample = new ArrayList<>();
            for (int i = 0; i < pages.size(); i += step) {
                sample.add(pages.get(i));
            }
            List<Long> before = checksums(memory, sample);
            TimeUnit.NANOSECONDS.sleep(MOMENT.toNanos());
            List<Long> after = checksums(memory, sample);
            long changed = 0;
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    changed++;
                }
            }
            return new Memory((long) pages.size() * PAGE, changed * step * PAGE);
        } catch (IOException e) {
            throw new CommandRefused("the memory of PID %d cannot be watched: %s".formatted(pid, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        }
    }

    private static List<Long> writablePages(Path proc) throws IOException {
        List<Long> pages = new ArrayList<>();
        try (RandomAccessFile pagemap = new RandomAccessFile(proc.resolve("pagemap").toFile(), "r")) {
            for (String line : Files.readAllLines(proc.resolve("maps"))) {
                Matcher area = AREA.matcher(line);
                if (area.lookingAt()) {
                    long end = Long.parseUnsignedLong(area.group(2), 16);
                    for (long at = Long.parseUnsignedLong(area.group(1), 16); at < end; at += CHUNK) {
                        addPresent(pagemap, at, Math.min(end, at + CHUNK), pages);
                    }
                }
            }
        }
        return pages;
    }

    private static void addPresent(RandomAccessFile pagemap, long from, long to, List<Long> pages)
            throws IOException {
        byte[] entries = new byte[(int) ((to - from) / PAGE * ENTRY)];
        pagemap.seek(from / PAGE * ENTRY);
        int read = Math.max(0, pagemap.read(entries));
        ByteBuffer buffer = ByteBuffer.wrap(entries, 0, read).order(ByteOrder.nativeOrder());
        for (long page = from; buffer.remaining() >= ENTRY; page += PAGE) {
            if ((buffer.getLong() & PRESENT) != 0) {
                pages.add(page);
            }
        }
    }

    /** A page that is gone by now counts as changed. */
    private static List<Long> checksums(RandomAccessFile memory, List<Long> pages) {
        byte[] page = new byte[PAGE];
        List<Long> checksums = new ArrayList<>();
        for (long address : pages) {
            CRC32C crc = new CRC32C();
            try {
                memory.seek(address);
                memory.readFully(page);
                crc.update(page);
                checksums.add(crc.getValue());
            } catch (IOException e) {
                checksums.add(-1L - checksums.size());
            }
        }
        return checksums;
    }
}
