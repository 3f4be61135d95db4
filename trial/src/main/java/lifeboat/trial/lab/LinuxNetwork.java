package lifeboat.trial.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of the Linux lab, for as long as something runs in it. What runs in it starts in its control host, from
 * which every device can be reached.
 */
public final class LinuxNetwork {

    /** Where the network's daemons keep their files. There is one such network on a machine. */
    private static final Path FOLDER = Path.of("/var/lib/lifeboat-lab");
    private static final String INSIDE = "LIFEBOAT_LAB_NETWORK";

    private LinuxNetwork() {
    }

    /** The folder of the network this process is in; null outside of one. */
    public static Path current() {
        String folder = System.getenv(INSIDE);
        return folder == null ? null : Path.of(folder);
    }

    /** A folder that goes with the network; the usual place for temporary files outside of one. */
    public static Path temporaryFolder(String prefix) throws IOException {
        return current() == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(current(), prefix);
    }

    /** Removes what an earlier lab may have left, and builds the network. */
    public static LinuxNetwork build() throws IOException, InterruptedException {
        clean();
        if (script("up", ProcessBuilder.Redirect.INHERIT) != 0) {
            clean();
            throw new IOException("The Linux lab's network could not be built. It needs root and what lab/install.sh "
                    + "installs.");
        }
        return new LinuxNetwork();
    }

    /** Removes the network and everything that runs in it. */
    public static void clean() throws IOException, InterruptedException {
        script("down", ProcessBuilder.Redirect.DISCARD);
    }

    /** Runs Lifeboat's command in the control host. @return its exit code */
    public int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", "lifeboat-control",
                home().resolve("lifeboat").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(Map.of(INSIDE, FOLDER.toString()));
        return ChildProcess.run(builder);
    }

    private static int script(String action, ProcessBuilder.Redirect output) throws IOException, InterruptedException {
        return new ProcessBuilder("bash", home().resolve("lab/linux/network.sh").toString(), action,
                FOLDER.toString()).redirectInput(new File("/dev/null")).redirectOutput(output).redirectError(output)
                .start().waitFor();
    }

    private static Path home() {
        return Path.of(System.getProperty("lifeboat.home")).toAbsolutePath().normalize();
    }
}
