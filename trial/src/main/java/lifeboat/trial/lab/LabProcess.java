package lifeboat.trial.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.SecretReference;

/** A lab in a process of its own: the controller meets it on the wire, as it would meet real devices. */
public final class LabProcess implements AutoCloseable {

    private static final String INVENTORY = "inventory: ";
    private static final long END_SECONDS = 5;

    private final Process process;
    private final Path inventory;

    private LabProcess(Process process, Path inventory) {
        this.process = process;
        this.inventory = inventory;
    }

    /** The command line that starts the lab. @throws IllegalStateException if the lab was not built */
    public static List<String> command(List<String> arguments) {
        String home = System.getProperty("lifeboat.home");
        if (home == null) {
            throw new IllegalStateException("The lab is not at hand: start Lifeboat with its 'lifeboat' command.");
        }
        Path lab = Path.of(home, "lab", "target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "-Dlifeboat.home=" + home, "-cp",
                lab.resolve("lifeboat-lab.jar") + ":" + lab.resolve("lib") + "/*", "lifeboat.lab.cli.LabProgram"));
        command.addAll(arguments);
        return command;
    }

    /** Starts a simulated lab on free ports, and returns when it is ready. */
    public static LabProcess start(Path folder, double scale) throws IOException {
        return start(folder, scale, 2, 1);
    }

    /** The same with several sites and services. */
    public static LabProcess start(Path folder, double scale, int sites, int services) throws IOException {
        return start(List.of("simulated", "--folder", folder.toString(), "--base-port", "0", "--scale",
                String.valueOf(scale), "--sites", String.valueOf(sites), "--services", String.valueOf(services),
                "--until-input-ends"));
    }

    /**
     * Starts the Linux lab in the network this process is in.
     *
     * @param service the kind of process that the service is: stream, threads or java
     * @param options more of the lab's, for example {@code --encrypted}
     */
    public static LabProcess startLinux(Path folder, double scale, String service, Path network, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("linux", "--folder", folder.toString(), "--network",
                network.toString(), "--scale", String.valueOf(scale), "--service", service, "--until-input-ends"));
        arguments.addAll(List.of(options));
        return start(arguments);
    }

    private static LabProcess start(List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(INVENTORY)) {
                drain(output);
                return new LabProcess(process, Path.of(line.substring(INVENTORY.length())));
            }
        }
        throw new IOException("The lab ended before it was ready.");
    }

    /** A pipe that nobody reads would hold the lab up once it is full. */
    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> output.lines().forEach(line -> { }), "lab-output");
        thread.setDaemon(true);
        thread.start();
    }

    public Path inventory() {
        return inventory;
    }

    /** Where the lab's console is, which no inventory knows. */
    public DeviceAddress console() throws IOException {
        Properties console = new Properties();
        try (Reader reader = Files.newBufferedReader(inventory.resolveSibling("console.properties"))) {
            console.load(reader);
        }
        return new DeviceAddress("lab", "lifeboat_lab", DeviceAddress.Protocol.TELNET, console.getProperty("host"),
                Integer.parseInt(console.getProperty("port")), Login.withPassword(console.getProperty("username"),
                new SecretReference("file:" + console.getProperty("password-file"))), null);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        ChildProcess.awaitEnd(process, END_SECONDS);
    }
}
