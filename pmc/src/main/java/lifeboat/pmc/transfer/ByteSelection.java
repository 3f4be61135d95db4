package lifeboat.pmc.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which bytes of an image's files have to travel. */
public interface ByteSelection {

    /** All of them. */
    ByteSelection WHOLE = file -> {
        long length = Files.size(file);
        return length == 0 ? List.of() : List.of(ByteRun.fresh(0, length));
    };

    /** The file as a sequence of runs, from its first byte to its last. */
    List<ByteRun> runs(Path file) throws IOException;

    /** The SHA-256 of an earlier image that the runs refer to, in hexadecimal; empty if they refer to none. */
    default String earlierSha256() {
        return "";
    }
}
