package lifeboat.lab.cli;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.linux.LinuxLab;
import lifeboat.lab.linux.ServiceKind;
import lifeboat.lab.simulated.SimulatedLab;
import lifeboat.pmc.cli.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeboat lab}: a lab alone, until it is interrupted. */
@Command(name = "lab", mixinStandardHelpOptions = true,
        description = "Runs a lab and writes the inventory that fits it.")
public class LabProgram implements Callable<Integer> {

    private static final double MEMORY_MIB = 40;
    private static final double HOT_MIB = 1;

    /** Which lab. */
    enum Kind { simulated, linux }

    @Parameters(arity = "0..1", defaultValue = "simulated", paramLabel = "KIND",
            description = "simulated: on loopback, anywhere; linux: namespaces and real processes, as root "
                    + "(default: ${DEFAULT-VALUE}).")
    private Kind kind;

    @Option(names = "--folder", defaultValue = ".lifeboat/lab", paramLabel = "FOLDER",
            description = "Where the inventory and its secret go (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--base-port", defaultValue = "2300", paramLabel = "PORT",
            description = "Simulated: the first of its ports in a row, nine for two sites and a "
                    + "service (default: ${DEFAULT-VALUE}; 0: any free ones).")
    private int basePort;

    @Option(names = "--scale", defaultValue = "1", paramLabel = "FACTOR",
            description = "Multiplies the size of the process's memory, 40 MiB (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--service", defaultValue = "stream", paramLabel = "KIND",
            description = "Linux: the service, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ServiceKind service;

    @Option(names = "--sites", defaultValue = "2", paramLabel = "NUMBER",
            description = "Simulated: how many, from 2 to 9 (default: ${DEFAULT-VALUE}).")
    private int sites;

    @Option(names = "--services", defaultValue = "1", paramLabel = "NUMBER",
            description = "Simulated: how many, from 1 to 200, one at each site in turn (default: ${DEFAULT-VALUE}).")
    private int services;

    @Option(names = "--relays", description = "Linux: relays stand before its devices, so that faults can be switched "
            + "on at its console.")
    private boolean relays;

    @Option(names = "--encrypted", description = "Images shall travel encrypted.")
    private boolean encrypted;

    @Option(names = "--network", hidden = true, description = "Linux: the folder of the network that was built.")
    private Path network;

    @Option(names = "--until-input-ends", hidden = true, description = "Ends with the standard input.")
    private boolean untilInputEnds;

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new LabProgram()).setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler((e, arguments) -> {
            command.getErr().printf("lifeboat lab: %s%nSee 'lifeboat lab --help'.%n", e.getMessage().strip()
                    .replaceAll("is not an? (int|long|double)\\b", "is not a number"));
            return CommandLine.ExitCode.USAGE;
        });
        System.exit(command.setExecutionExceptionHandler((e, failed, parsed) -> {
            failed.getErr().println("lifeboat lab: " + (e instanceof FileSystemException file
                    ? "'%s' cannot be used as its folder.".formatted(file.getFile()) : e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (!(scale > 0 && scale <= 100) || basePort < 0 || basePort > 65_526) {
            System.err.println("lifeboat lab: --scale must be above 0 and at most 100, --base-port from 0 to 65526.");
            return CommandLine.ExitCode.USAGE;
        }
        if (sites < 2 || sites > 9 || services < 1 || services > 200) {
            System.err.println("lifeboat lab: --sites goes from 2 to 9, --services from 1 to 200.");
            return CommandLine.ExitCode.USAGE;
        }
        if (kind == Kind.linux && (sites != 2 || services != 1)) {
            System.err.println("lifeboat lab: the Linux lab has two sites and one service, for more of them choose "
                    + "'simulated'.");
            return CommandLine.ExitCode.USAGE;
        }
        if (kind == Kind.simulated && (relays || service != ServiceKind.STREAM)) {
            System.err.println("lifeboat lab: --relays and --service are for the Linux lab ('lab linux').");
            return CommandLine.ExitCode.USAGE;
        }
        Optional<FolderLock> lock = FolderLock.of(folder);
        if (lock.isEmpty()) {
            System.err.printf("lifeboat lab: another lab runs in %s: end it, or choose another folder with --folder.%n",
                    folder);
            return CommandLine.ExitCode.USAGE;
        }
        try (FolderLock held = lock.get()) {
            return run();
        }
    }

    private int run() throws Exception {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        Credentials credentials = new Credentials("mcs", HexFormat.of().formatHex(random));
        // Who waits for it must not find that of an earlier lab.
        Files.deleteIfExists(folder.resolve(InventoryFile.NAME));
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
        try (Lab lab = open(credentials)) {
            Path inventory = new InventoryFile(encrypted).write(lab, credentials, folder);
            describe(lab, inventory, credentials);
            if (untilInputEnds) {
                System.in.transferTo(OutputStream.nullOutputStream());
            } else {
                interrupted.await();
            }
        } catch (UncheckedIOException | BindException e) {
            System.err.println("lifeboat lab: %s. Choose other ports with --base-port.".formatted(e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    private Lab open(Credentials credentials) throws Exception {
        return kind == Kind.simulated
                ? new SimulatedLab(Math.round(SimulatedLab.IMAGE_BYTES * scale), credentials, basePort, sites,
                        services)
                : new LinuxLab(Path.of(System.getProperty("lifeboat.home")).toAbsolutePath(), network,
                        folder.toAbsolutePath(), credentials,
                        new LinuxLab.ServiceProcess(service, MEMORY_MIB * scale, HOT_MIB), relays);
    }

    private void describe(Lab lab, Path inventory, Credentials credentials) {
        System.out.println("The lab runs. Log in as '%s' with the password in %s:".formatted(credentials.user(),
                folder.resolve(InventoryFile.SECRET)));
        for (Access access : lab.accesses()) {
            System.out.printf("  %-6s %-12s %s%n", access.device(), access.role(),
                    access.login() == Access.LoginKind.KEY
                            ? access.command("root") + " -i " + folder.resolve(InventoryFile.KEY)
                            : access.command(credentials.user()));
        }
        lab.services().forEach(service -> System.out.printf("  users reach service %s on %s%n", service.process(),
                service.userSide()));
        System.out.println("inventory: " + inventory.toAbsolutePath());
        System.out.flush();
    }
}
