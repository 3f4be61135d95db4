package lifeboat.pmc.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file in memory, of any size: Java maps no more than 2 GiB at once. */
final class MappedFile {

    static final int PAGE = 4096;

    /** A multiple of the page size, so that no page is in two of them. */
    private static final long LONGEST_PIECE = 1L << 30;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final long pieceBytes;
    private final long size;

    private MappedFile(FileChannel file, long pieceBytes) throws IOException {
        this.pieceBytes = pieceBytes;
        this.size = file.size();
        for (long at = 0; at < size; at += pieceBytes) {
            pieces.add(file.map(FileChannel.MapMode.READ_ONLY, at, Math.min(pieceBytes, size - at)));
        }
    }

    static MappedFile of(Path file) throws IOException {
        return of(file, LONGEST_PIECE);
    }

    /** @param pieceBytes a multiple of {@link #PAGE} */
    static MappedFile of(Path file, long pieceBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MappedFile(channel, pieceBytes);
        }
    }

    long size() {
        return size;
    }

    /** Bytes of one page. @param at a multiple of {@link #PAGE} */
    ByteBuffer slice(long at, int length) {
        return pieces.get((int) (at / pieceBytes)).slice((int) (at % pieceBytes), length);
    }
}
