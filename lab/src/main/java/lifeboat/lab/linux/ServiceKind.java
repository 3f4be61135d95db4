package lifeboat.lab.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.lab.service.StreamServer;

/** The programs that can be the lab's service. They send the same stream. */
public enum ServiceKind {

    /** A process with one thread, in Python. */
    STREAM {
        @Override
        List<String> command(Path home, String... arguments) {
            return python(home, "stream_server.py", arguments);
        }
    },

    /** A process with two threads, one of which keeps writing to an open file, in Python. */
    THREADS {
        @Override
        List<String> command(Path home, String... arguments) {
            return python(home, "threaded_server.py", arguments);
        }
    },

    /** A Java virtual machine. */
    JAVA {
        @Override
        List<String> command(Path home, String... arguments) {
            return Stream.concat(Stream.of(Shell.java(), "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp",
                    home.resolve("lab/target/lifeboat-lab.jar").toString(), StreamServer.class.getName()),
                    Stream.of(arguments)).toList();
        }
    };

    /** @param arguments address, port, MiB of memory, MiB of it that keep changing, and the file for the PID */
    abstract List<String> command(Path home, String... arguments);

    private static List<String> python(Path home, String program, String... arguments) {
        return Stream.concat(Stream.of("/usr/bin/python3", home.resolve("lab/linux").resolve(program).toString()),
                Stream.of(arguments)).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase();
    }
}
