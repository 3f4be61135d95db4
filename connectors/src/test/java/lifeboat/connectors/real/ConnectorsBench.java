package lifeboat.connectors.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.transport.Deadline;

/** Measures sessions with real servers on the loopback interface. */
public final class ConnectorsBench {

    private static final int WARM_UP = 500;
    private static final int COMMANDS = 2000;
    private static final int PROCESSES = 200;
    private static final int SESSIONS = 500;
    private static final int LOUD = 10_000_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder = Files.createTempDirectory("connectors-bench");
    private final Accounts accounts = new Accounts(folder);
    private final Platform platform = new DeviceDefinitions().get("linux_bridge");

    private ConnectorsBench() throws IOException, InterruptedException {
    }

    /** Something that is timed. */
    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        new ConnectorsBench().run();
    }

    private void run() throws Exception {
        Path key = OpenSsh.key(folder, "user");
        int port = RealServer.freePort();
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, "AuthorizedKeysFile " + key + ".pub",
                "MaxStartups 1000", "MaxSessions 1000", "ForceCommand exec ${SSH_ORIGINAL_COMMAND:-dash -i}");
                RealServer telnetd = RealServer.start(folder.resolve("telnetd.log"), port, accounts.known("login", "/bin/dash",
                        List.of("socat", "TCP-LISTEN:%d,bind=127.0.0.1,reuseaddr,fork".formatted(port),
                                "EXEC:/usr/sbin/telnetd,nofork")))) {
            DeviceAddress ssh = sshd.address(Login.withKey(Accounts.USER, key));
            DeviceAddress telnet = new DeviceAddress("old1", "linux_bridge", DeviceAddress.Protocol.TELNET,
                    "127.0.0.1", telnetd.port(), Login.withPassword(Accounts.USER, accounts.password()), null);
            System.out.printf("%-44s %9s %9s%n", "a command's round trip", "p50", "p95");
            roundTrip("SSH, warm session", ssh);
            roundTrip("Telnet, warm session", telnet);
            multiplexed(sshd, key);
            System.out.printf("%n%-44s %9s%n", "10 MB of output", "");
            Path log = Files.writeString(folder.resolve("log"), ("x".repeat(99) + "\n").repeat(LOUD / 100));
            loud("SSH", ssh, log);
            loud("Telnet", telnet, log);
            many(ssh);
        }
    }

    private CliSession open(DeviceAddress address) throws Exception {
        return CliSession.open(address, platform, command -> { });
    }

    private void roundTrip(String name, DeviceAddress address) throws Exception {
        try (CliSession session = open(address)) {
            measure(name, WARM_UP, COMMANDS, () -> session.run("true"));
        }
    }

    private void multiplexed(OpenSsh sshd, Path key) throws Exception {
        Path control = folder.resolve("control");
        List<String> ssh = List.of("ssh", "-F", "none", "-S", control.toString(), "-i", key.toString(), "-p",
                String.valueOf(sshd.port()), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", Accounts.USER + "@127.0.0.1");
        List<String> master = new ArrayList<>(ssh);
        master.addAll(1, List.of("-M", "-N"));
        try (RealServer running = RealServer.start(folder.resolve("ssh.log"), control, master)) {
            List<String> command = new ArrayList<>(ssh);
            command.add("true");
            measure("OpenSSH's ssh, multiplexed", 10, PROCESSES,
                    () -> RealServer.run(command.toArray(String[]::new)));
            if (running.port() != 0) {
                throw new IllegalStateException("it has no port");
            }
        }
    }

    private static void measure(String name, int warmUp, int times, Round round) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            round.run();
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            round.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf("%-44s %6.2f ms %6.2f ms%n", name, nanos[times / 2] / 1e6, nanos[times * 95 / 100] / 1e6);
    }

    private void loud(String name, DeviceAddress address, Path log) throws Exception {
        try (CliSession session = open(address)) {
            session.run("true");
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                String answer = session.run("cat " + log, Deadline.in(LONG));
                System.out.printf("%-44s %6.0f ms, %d bytes%n", name, (System.nanoTime() - start) / 1e6,
                        answer.length());
            }
        }
    }

    private void many(DeviceAddress address) throws Exception {
        List<CliSession> sessions = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(open(address));
        }
        for (CliSession session : sessions) {
            session.run("echo fine");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("%n%d SSH sessions, opened and used one after the other in %.0f s: %d MB of heap in use, %d MB "
                + "at most%n", SESSIONS, seconds, (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000,
                runtime.maxMemory() / 1_000_000);
        sessions.forEach(CliSession::abandon);
    }
}
