package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import lifeboat.lab.Lab;

/** What runs on a server besides its PMC: the service, and what shows users which server they reach. */
final class ServerPrograms {

    /** The service must have a PID that nothing at the other server has. */
    private static final int FREE_PID = 30_000;

    private final Path home;
    private final Path folder;
    private final Daemons daemons;
    private final LinuxLab.ServiceProcess service;

    ServerPrograms(Path home, Path folder, Daemons daemons, LinuxLab.ServiceProcess service) {
        this.home = home;
        this.folder = folder;
        this.daemons = daemons;
        this.service = service;
    }

    /**
     * A server's own address, beside the virtual IP, tells by its answers which server users reach. They know its
     * hardware address, as a probe would otherwise wait for ARP.
     */
    void startEcho(LabServer server) throws IOException {
        daemons.start(server.inside(List.of("/usr/bin/python3", home.resolve("lab/linux/echo.py").toString(),
                server.address(), String.valueOf(LinuxLab.ECHO_PORT))), server.name() + "-echo.log");
        String hardwareAddress = server.run("cat /sys/class/net/eth0/address").strip();
        Shell.run(Shell.in("user", List.of("ip", "neighbour", "replace", server.address(), "lladdr", hardwareAddress,
                "dev", "eth0", "nud", "permanent")));
    }

    void startService(LabServer server) throws IOException {
        server.run("ip address add %s/32 dev eth0".formatted(Lab.VIRTUAL_IP));
        String command = service.kind().command(home, Lab.VIRTUAL_IP, String.valueOf(LinuxLab.SERVICE_PORT),
                String.valueOf(service.memoryMiB()), String.valueOf(service.hotMiB()), LabServer.PID_FILE)
                .stream().collect(Collectors.joining(" "));
        server.run("echo %d >/proc/sys/kernel/ns_last_pid; cd %s; setsid -f sh -c 'exec %s </dev/null >/dev/null 2>&1'"
                .formatted(FREE_PID, folder, command));
        Daemons.await(() -> server.run("cat %s 2>/dev/null || true".formatted(LabServer.PID_FILE)).contains("\n"),
                "the service does not start");
    }
}
