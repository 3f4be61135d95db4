package lifeboat.evidence.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file that is only appended to, by any thread: one that is interrupted does not close it for the others. */
class AppendedFile implements AutoCloseable {

    private final RandomAccessFile file;
    private long length;

    /** @param length what is behind that is cut off */
    AppendedFile(Path path, long length) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.length = length;
        file.setLength(length);
        file.seek(length);
    }

    /** All of it, or nothing. */
    void append(byte[] bytes) throws IOException {
        try {
            write(bytes);
            length += bytes.length;
        } catch (IOException e) {
            file.setLength(length);
            file.seek(length);
            throw e;
        }
    }

    void write(byte[] bytes) throws IOException {
        file.write(bytes);
    }

    /** Has it on the disk. */
    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
