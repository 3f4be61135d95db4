package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server: network, PID and mount namespaces of its own.
 *
 * @param init the PID of its init, in the lab's namespace
 */
record Server(int number, long init) {

    /** Where the service notes its PID. */
    static final String PID_FILE = "/run/lifeboat/video.pid";

    /** @param network the folder of the network that was built */
    static Server of(int number, Path network) throws IOException {
        Path pid = network.resolve("server" + number + "/init.pid");
        return new Server(number, Long.parseLong(Files.readString(pid).strip()));
    }

    String name() {
        return "server" + number;
    }

    /** Its own address in the users' network, beside the virtual IP. */
    String address() {
        return "192.168.2.1" + number;
    }

    /** A command as it is run here. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(init), "--net", "--pid",
                "--mount"));
        all.addAll(command);
        return all;
    }

    /** Runs a shell's command. @throws IOException if it fails */
    String run(String command) throws IOException {
        return Shell.run(inside(List.of("sh", "-c", command)));
    }
}
