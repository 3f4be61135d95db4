package lifeboat.pmc.daemon;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.PmcMigrations;
import lifeboat.pmc.Settlement;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.pmc.cli.PmcDevice;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import lifeboat.pmc.criu.CriuBackend;
import lifeboat.pmc.peer.PeerQuestions;
import lifeboat.pmc.peer.TlsPeerLink;
import lifeboat.pmc.transfer.ImageKey;
import lifeboat.pmc.transfer.ImageReceiver;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The PMC as a daemon on a Linux server; as root, for CRIU. */
@Command(name = "pmc", mixinStandardHelpOptions = true, description = "The process migration controller of a server.")
public final class PmcDaemon implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(PmcDaemon.class);

    @Option(names = "--name", required = true, description = "What the prompt shows.")
    private String name;

    @Option(names = "--address", required = true, paramLabel = "ADDRESS",
            description = "Where commands come in: this server's address in the control network.")
    private String address;

    @Option(names = "--ssh-port", defaultValue = "2222", description = "Port for SSH (default: ${DEFAULT-VALUE}).")
    private int sshPort;

    @Option(names = "--telnet-port", defaultValue = "2323",
            description = "Port for Telnet (default: ${DEFAULT-VALUE}).")
    private int telnetPort;

    @Option(names = "--receive-on", required = true, paramLabel = "ADDRESS",
            description = "Where images come in: this server's address in the migration network; may be repeated.")
    private List<String> receiveOn;

    @Option(names = "--process", required = true, paramLabel = "NAME=PIDFILE",
            description = "A process that may be migrated, and the file with its PID; may be repeated.")
    private Map<String, Path> processes;

    @Option(names = "--interface", required = true, paramLabel = "DEVICE",
            description = "The network interface that virtual IPs are on.")
    private String serviceInterface;

    @Option(names = "--criu", defaultValue = "/opt/lifeboat/criu/bin/criu", paramLabel = "PROGRAM",
            description = "CRIU, 4.2 or later (default: ${DEFAULT-VALUE}).")
    private Path criu;

    @Option(names = "--folder", defaultValue = "/run/lifeboat", paramLabel = "FOLDER",
            description = "Images; should be in memory (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--state", defaultValue = "/var/lib/lifeboat/pmc", paramLabel = "FOLDER",
            description = "Records of migrations, and this server's key; on a disk that outlives the server "
                    + "(default: ${DEFAULT-VALUE}).")
    private Path state;

    @Option(names = "--user", defaultValue = "mcs", description = "Who may log in (default: ${DEFAULT-VALUE}).")
    private String user;

    @Option(names = "--password-file", required = true, paramLabel = "FILE",
            description = "The file whose first line is the password.")
    private Path passwordFile;

    @Option(names = "--host-key", required = true, paramLabel = "FILE",
            description = "The SSH host key; made if it is not there.")
    private Path hostKey;

    public static void main(String[] args) {
        CommandLine pmc = new CommandLine(new PmcDaemon());
        pmc.getCommandSpec().version("Lifeboat PMC " + Objects.requireNonNullElse(
                PmcDaemon.class.getPackage().getImplementationVersion(),
                "of no version: it does not run from its jar"));
        System.exit(pmc.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("pmc: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(folder);
        Files.createDirectories(state);
        ImageKey key = ImageKey.in(state);
        CriuBackend backend = new CriuBackend(criu, folder, processes, serviceInterface, key);
        backend.start();
        PmcMigrations controller = new PmcMigrations(backend, new RecordFiles(state),
                new TlsPeerLink(key));
        Set<String> unknown = ConcurrentHashMap.newKeySet();
        unknown.addAll(processes.keySet());
        unknown.removeIf(process -> isKnown(controller, process));
        new Settlement(each -> {
            unknown.removeIf(process -> isKnown(controller, process));
            controller.settleOverdue(each);
        });
        new PeerQuestions(null, key, controller);
        PmcDevice device = new PmcDevice(name, name, () -> controller);
        Credentials credentials = new Credentials(user, Files.readAllLines(passwordFile).get(0));
        for (String receiving : receiveOn) {
            new ImageReceiver(receiving, folder.resolve("incoming"), key, new Arrivals(controller, backend));
        }
        new TelnetServer(device, credentials, LineRunner.PLAIN, new InetSocketAddress(address, telnetPort));
        SshCliServer ssh = new SshCliServer(device, credentials, LineRunner.PLAIN,
                new InetSocketAddress(address, sshPort), hostKeyPair());
        System.out.printf("%s is ready: SSH %s:%d %s, Telnet %s:%d%n", name, address, sshPort, ssh.fingerprint(),
                address, telnetPort);
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    /** One process that cannot be looked at yet does not keep others waiting. */
    private static boolean isKnown(PmcMigrations controller, String process) {
        try {
            controller.start(process);
            return true;
        } catch (CommandRefused | RuntimeException e) {
            LOG.error("What became of process {} cannot be told yet: {}", process, e.getMessage());
            return false;
        }
    }

    private KeyPair hostKeyPair() {
        SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(hostKey);
        provider.setAlgorithm("EC");
        return provider.loadKeys((SessionContext) null).iterator().next();
    }

    /** Takes an image that has arrived into the server's own. */
    private record Arrivals(PmcMigrations controller, CriuBackend backend) implements ImageReceiver.Gate {

        @Override
        public void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused {
            controller.admit(process, epoch, sender);
        }

        @Override
        public Path known(String process, Epoch epoch, String sha256) throws CommandRefused {
            return backend.known(process, epoch, sha256);
        }

        @Override
        public void arrived(ImageReceiver.Arrival arrival) throws CommandRefused {
            controller.arrived(arrival.process(), arrival.epoch(), () -> backend.arrived(arrival));
        }
    }
}
