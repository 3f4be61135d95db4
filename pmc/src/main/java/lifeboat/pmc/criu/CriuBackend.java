package lifeboat.pmc.criu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ProcessBackend;
import lifeboat.pmc.RefusedException;
import lifeboat.pmc.transfer.ImageSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real processes by CRIU: memory, open files, the process tree, established TCP connections.
 *
 * <p>Freezing is a dump: the process is in the image from then on, and the kernel has it no more. Thawing and resuming
 * restore it, under the same PID. Images are kept below a folder that should be in memory (tmpfs).
 */
public final class CriuBackend implements ProcessBackend {

    private static final Logger LOG = LoggerFactory.getLogger(CriuBackend.class);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Path criu;
    private final Path images;
    private final Map<String, Path> pidFiles;
    private final String serviceInterface;
    private final ImageSender sender = new ImageSender();
    private final Programs programs = new Programs(DEADLINE);
    private final GratuitousArp arp;
    private final NetworkLock lock = new NetworkLock(programs);

    /**
     * @param criu the program, version 4.2 or later
     * @param images where images are kept
     * @param pidFiles the file that holds the PID of each process that may be migrated
     * @param serviceInterface the interface that virtual IPs are on
     */
    public CriuBackend(Path criu, Path images, Map<String, Path> pidFiles, String serviceInterface) {
        this.criu = criu;
        this.images = images;
        this.pidFiles = Map.copyOf(pidFiles);
        this.serviceInterface = serviceInterface;
        this.arp = new GratuitousArp(programs, serviceInterface);
    }

    /** @throws RefusedException if the program is not there, or too old */
    public void check() throws RefusedException {
        String version = programs.run(List.of(criu.toString(), "--version"));
        if (!version.matches("(?s).*Version: (4\\.([2-9]|\\d\\d)|[5-9]).*")) {
            throw new RefusedException("%s is no CRIU 4.2 or later: %s".formatted(criu, version.strip()));
        }
    }

    /** Does once what is slow the first time: CRIU notes what this kernel can, the JVM compiles the digest. */
    public void warmUp() throws RefusedException {
        programs.attempt(List.of(criu.toString(), "check"));
        ImageSender.warmUp();
    }

    /** Where the image of a process is, or is to be. */
    public Path image(String process) {
        return images.resolve(process);
    }

    @Override
    public boolean isKnown(String process) {
        return pidFiles.containsKey(process);
    }

    @Override
    public boolean runs(String process) {
        return pid(process).isPresent();
    }

    @Override
    public long imageBytes(String process) {
        Optional<Long> pid = pid(process);
        return pid.isPresent() ? residentBytes(pid.get()) : size(image(process));
    }

    @Override
    public int connections(String process) {
        Optional<Long> pid = pid(process);
        return pid.isPresent() ? Sockets.established(pid.get()) : (int) files(image(process)).stream()
                .filter(file -> file.getFileName().toString().startsWith("tcp-stream-")).count();
    }

    @Override
    public void freeze(String process) throws RefusedException {
        long pid = pid(process).orElseThrow(() -> new RefusedException("there is no process %s here"
                .formatted(process)));
        Path image = image(process);
        delete(image);
        create(image);
        Programs.Result result = programs.attempt(List.of(criu.toString(), "dump", "-t", String.valueOf(pid), "-D",
                image.toString(), "--tcp-established", "--network-lock", "nftables", "-v1", "-o", "dump.log"));
        if (!result.isSuccess()) {
            String reason = reason(image.resolve("dump.log"), result);
            lock.liftAll();
            delete(image);
            throw new RefusedException("process %s cannot be frozen: %s".formatted(process, reason));
        }
        lock.save(image);
    }

    @Override
    public void thaw(String process) throws RefusedException {
        restore(process);
    }

    @Override
    public Sent send(String process, Epoch epoch, String address, int vlan) throws RefusedException {
        return sender.send(process, epoch, image(process), address);
    }

    /** To be called when an image has arrived: from now on its connections are silent here, too. */
    public void staged(String process) throws RefusedException {
        lock.load(image(process));
    }

    /** The users may have come to this server's VLAN since it claimed the address: they are told again. */
    @Override
    public void resume(String process) throws RefusedException {
        restore(process);
        for (String address : virtualIps()) {
            arp.announce(address);
        }
    }

    /** Virtual IPs are the addresses without a network of their own. */
    private List<String> virtualIps() throws RefusedException {
        try {
            NetworkInterface device = NetworkInterface.getByName(serviceInterface);
            if (device == null) {
                throw new RefusedException("there is no network interface %s here".formatted(serviceInterface));
            }
            return device.getInterfaceAddresses().stream()
                    .filter(address -> address.getNetworkPrefixLength() == Integer.SIZE)
                    .map(address -> address.getAddress().getHostAddress()).toList();
        } catch (SocketException e) {
            throw new RefusedException("network interface %s: %s".formatted(serviceInterface, e.getMessage()));
        }
    }

    private void restore(String process) throws RefusedException {
        Path image = image(process);
        delete(pidFiles.get(process));
        Programs.Result result = programs.attempt(List.of(criu.toString(), "restore", "-D", image.toString(),
                "--tcp-established", "-d", "-v1", "-o", "restore.log", "--pidfile",
                pidFiles.get(process).toString()));
        if (!result.isSuccess()) {
            throw new RefusedException("process %s cannot be restored: %s".formatted(process,
                    reason(image.resolve("restore.log"), result)));
        }
        lock.lift(image);
        delete(image);
    }

    @Override
    public void discard(String process) throws RefusedException {
        lock.lift(image(process));
        delete(image(process));
    }

    @Override
    public boolean holds(String virtualIp) throws RefusedException {
        return virtualIps().contains(virtualIp);
    }

    @Override
    public void claim(String virtualIp) throws RefusedException {
        programs.run(List.of("ip", "address", "add", virtualIp + "/32", "dev", serviceInterface));
        arp.announce(virtualIp);
    }

    @Override
    public void release(String virtualIp) throws RefusedException {
        programs.run(List.of("ip", "address", "del", virtualIp + "/32", "dev", serviceInterface));
    }

    private Optional<Long> pid(String process) {
        Path file = pidFiles.get(process);
        try {
            if (file == null || !Files.exists(file)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessHandle::pid);
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} is no PID file: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static String reason(Path log, Programs.Result result) {
        try {
            return Files.readAllLines(log).stream().filter(line -> line.contains("Error ("))
                    .filter(line -> !line.contains("rlimit")).map(String::strip).findFirst().orElse(result.lastLine());
        } catch (IOException e) {
            return result.lastLine();
        }
    }

    private static long size(Path folder) {
        return files(folder).stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) throws RefusedException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new RefusedException("%s cannot be created: %s".formatted(folder, e.getMessage()));
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be deleted".formatted(folder), e);
        }
    }
}
