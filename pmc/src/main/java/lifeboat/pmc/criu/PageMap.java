package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pages of a process are in an image, in the order of the file that has them: CRIU's {@code pagemap-ID.img}, two
 * magic numbers and then protobuf messages, each behind its length (criu/images/pagemap.proto).
 */
record PageMap(long pagesId, List<Entry> entries) {

    private static final int PAGE = 4096;
    private static final int FLAG_LAZY = 2;
    private static final int FLAG_PRESENT = 4;
    private static final int FIELD_PAGES_ID = 1;
    private static final int FIELD_COUNT = 2;
    private static final int FIELD_FLAGS = 4;
    private static final int FIELD_LONG_COUNT = 5;
    private static final int MAGIC_BYTES = 8;
    private static final int FIELDS = 16;

    /** A run of pages. */
    record Entry(long count, long flags) {

        /** Whether the process can run before it has them. */
        boolean isLazy() {
            return (flags & FLAG_LAZY) != 0;
        }

        boolean isPresent() {
            return (flags & FLAG_PRESENT) != 0;
        }

        long bytes() {
            return count * PAGE;
        }
    }

    /** @throws IOException if the image has no map of these pages */
    static PageMap of(Path image, long pagesId) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(image, "pagemap-*.img")) {
            for (Path file : files) {
                PageMap map = read(file);
                if (map.pagesId == pagesId) {
                    return map;
                }
            }
        }
        throw new IOException("%s has no map of the pages %d".formatted(image, pagesId));
    }

    private static PageMap read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC_BYTES);
        long pagesId = fields(in)[FIELD_PAGES_ID];
        List<Entry> entries = new ArrayList<>();
        while (in.hasRemaining()) {
            long[] fields = fields(in);
            Entry entry = new Entry(Math.max(fields[FIELD_COUNT], fields[FIELD_LONG_COUNT]), fields[FIELD_FLAGS]);
            if (entry.isPresent()) {
                entries.add(entry);
            }
        }
        return new PageMap(pagesId, entries);
    }

    /** The numbers of one message, by field. */
    private static long[] fields(ByteBuffer in) throws IOException {
        int length = in.getInt();
        int end = in.position() + length;
        long[] fields = new long[FIELDS];
        while (in.position() < end) {
            long key = varint(in);
            int field = (int) (key >> 3);
            if ((key & 7) != 0 || field >= FIELDS) {
                throw new IOException("an unexpected field in a page map: " + key);
            }
            fields[field] = varint(in);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
