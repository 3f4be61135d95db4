package lifeboat.lab;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import lifeboat.lab.simulated.SimulatedLab;
import lifeboat.pmc.cli.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lifeboat lab}: the simulated lab alone, until it is interrupted. */
@Command(name = "lab", mixinStandardHelpOptions = true,
        description = "Runs the simulated lab and writes the inventory that fits it.")
public class LabCommand implements Callable<Integer> {

    @Option(names = "--folder", defaultValue = ".lifeboat/lab", paramLabel = "FOLDER",
            description = "Where the inventory and its secret go (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--base-port", defaultValue = "2300", paramLabel = "PORT",
            description = "The first of nine ports in a row (default: ${DEFAULT-VALUE}; 0: any free ones).")
    private int basePort;

    @Option(names = "--scale", defaultValue = "1", paramLabel = "FACTOR",
            description = "Multiplies the size of the process's memory, 40 MiB (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--until-input-ends", hidden = true, description = "Ends with the standard input.")
    private boolean untilInputEnds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new LabCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (scale <= 0 || scale > 100 || basePort < 0 || basePort > 65_526) {
            System.err.println("lifeboat lab: --scale must be above 0 and at most 100, --base-port from 0 to 65526.");
            return CommandLine.ExitCode.USAGE;
        }
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        Credentials credentials = new Credentials("mcs", HexFormat.of().formatHex(random));
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
        try (SimulatedLab lab = new SimulatedLab(Math.round(SimulatedLab.IMAGE_BYTES * scale), credentials, basePort)) {
            Path inventory = new InventoryFile().write(lab, credentials, folder);
            describe(lab, inventory);
            if (untilInputEnds) {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            } else {
                interrupted.await();
            }
        } catch (java.io.UncheckedIOException | java.net.BindException e) {
            System.err.println("lifeboat lab: %s. Choose other ports with --base-port.".formatted(e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    private void describe(SimulatedLab lab, Path inventory) {
        System.out.println("The simulated lab runs. Log in as 'mcs' with the password in "
                + folder.resolve(InventoryFile.SECRET) + ":");
        for (SimulatedLab.Access access : lab.accesses()) {
            System.out.printf("  %-6s %-12s %s%n", access.device(), access.role(), access.protocol().equals("ssh")
                    ? "ssh -p %d mcs@127.0.0.1".formatted(access.port())
                    : "telnet 127.0.0.1 %d".formatted(access.port()));
        }
        System.out.printf("  users reach the service on 127.0.0.1:%d%n", lab.userPort());
        System.out.println("inventory: " + inventory.toAbsolutePath());
        System.out.flush();
    }
}
