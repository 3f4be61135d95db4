package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.pmc.cli.Credentials;

/** The servers' PMCs, which can be killed and started again: what they know is on their disks. */
final class PmcDaemons {

    /** What a PMC says when it is ready behind its SSH fingerprint: the line may come in pieces. */
    private static final String AFTER_FINGERPRINT = ", Telnet ";

    private final Path home;
    private final Path folder;
    private final Daemons daemons;
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Map<String, Integer> deaths = new TreeMap<>();

    /**
     * @param home Lifeboat's folder
     * @param folder where the lab keeps its keys and logs
     */
    PmcDaemons(Path home, Path folder, Daemons daemons) {
        this.home = home;
        this.folder = folder;
        this.daemons = daemons;
    }

    /** @return how to log in */
    Access start(LabServer server, Credentials credentials) throws IOException {
        Files.writeString(folder.resolve("pmc-password"), credentials.password() + "\n");
        deaths.put(name(server), 0);
        start(server);
        String address = Shell.controlAddress(server.name());
        if (server.number() == 1) {
            daemons.await(log(server), AFTER_FINGERPRINT);
            String text = daemons.log(log(server));
            String fingerprint = text.substring(text.indexOf("SHA256:")).split("[,\\s]")[0];
            return Access.ssh(name(server), "pmc", "lifeboat_pmc", address, 2222, fingerprint);
        }
        return Access.telnet(name(server), "pmc", "lifeboat_pmc", address, 2323);
    }

    private static String name(LabServer server) {
        return "pmc" + server.number();
    }

    private static String log(LabServer server) {
        return name(server) + ".log";
    }

    private void start(LabServer server) throws IOException {
        String name = name(server);
        Path pmc = home.resolve("pmc/target");
        processes.put(server.number(), daemons.start(server.inside(List.of(Shell.java(), "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-Dlifeboat.pmc.log=INFO", "-cp",
                pmc.resolve("lifeboat-pmc.jar") + ":" + pmc.resolve("lib") + "/*", "lifeboat.pmc.daemon.PmcDaemon",
                "--name", name, "--address", Shell.controlAddress(server.name()), "--receive-on",
                "10.100.0." + server.number(), "--receive-on", "10.98.0." + server.number(), "--process",
                Lab.PROCESS + "=" + LabServer.PID_FILE, "--interface", "eth0", "--password-file",
                folder.resolve("pmc-password").toString(), "--host-key",
                folder.resolve(name + "-host-key").toString(), "--state", state(server).toString())),
                log(server)));
    }

    /** The PMC alone: a CRIU that it has started goes on. */
    void kill(LabServer server) {
        processes.get(server.number()).children().forEach(ProcessHandle::destroyForcibly);
        deaths.merge(name(server), 1, Integer::sum);
    }

    /** On a server that is new, except for its PMC's host key. */
    void startOnEmptyDisk(LabServer server) throws IOException {
        Shell.run(List.of("rm", "-rf", state(server).toString()));
        start(server);
    }

    private Path state(LabServer server) {
        return folder.resolve(name(server) + "-state");
    }

    void startIfDead(LabServer server) throws IOException {
        if (!processes.get(server.number()).isAlive()) {
            start(server);
        }
    }

    Map<String, Integer> deaths() {
        return Map.copyOf(deaths);
    }
}
