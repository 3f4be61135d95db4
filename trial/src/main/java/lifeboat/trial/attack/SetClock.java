package lifeboat.trial.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The clock of a controller's program, which can be set while it runs. It is Debian's package {@code faketime}. */
final class SetClock {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Path file;

    /** @throws IOException if the library is not there */
    SetClock(Path file) throws IOException {
        if (!Files.exists(LIBRARY)) {
            throw new IOException("%s is not there: install the package 'faketime'".formatted(LIBRARY));
        }
        this.file = file;
        set(0);
    }

    /** What the program needs in its environment. Its monotonic clock goes on as it is. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", LIBRARY.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_NO_CACHE", "1", "DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** @param seconds by which it is ahead of this machine's, or behind */
    void set(long seconds) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, "%+ds%n".formatted(seconds));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
