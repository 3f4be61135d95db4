package lifeboat.pmc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What /proc says of a process's sockets. */
public final class Sockets {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final String ESTABLISHED = "01";
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Sockets() {
    }

    /** How many established TCP connections it has. */
    public static int established(long pid) {
        Path proc = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            Set<String> own = descriptors.map(Sockets::inode).collect(Collectors.toSet());
            int count = 0;
            for (String table : new String[] {"net/tcp", "net/tcp6"}) {
                Path file = proc.resolve(table);
                for (String line : Files.exists(file) ? Files.readAllLines(file) : Set.<String>of()) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > INODE && words[STATE].equals(ESTABLISHED) && own.contains(words[INODE])) {
                        count++;
                    }
                }
            }
            return count;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String inode(Path descriptor) {
        try {
            Matcher matcher = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
            return matcher.matches() ? matcher.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
