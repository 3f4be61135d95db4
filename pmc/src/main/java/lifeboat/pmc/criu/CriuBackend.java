package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ImageRoute;
import lifeboat.pmc.ProcessBackend;
import lifeboat.pmc.host.NetworkLock;
import lifeboat.pmc.host.ProcessSignals;
import lifeboat.pmc.host.Programs;
import lifeboat.pmc.host.Sockets;
import lifeboat.pmc.host.VirtualIps;
import lifeboat.pmc.transfer.ByteSelection;
import lifeboat.pmc.transfer.Image;
import lifeboat.pmc.transfer.ImageKey;
import lifeboat.pmc.transfer.ImagePart;
import lifeboat.pmc.transfer.ImageReceiver;
import lifeboat.pmc.transfer.ImageSender;
import lifeboat.pmc.transfer.KnownImage;
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

    /** After a round that took less, the freeze itself matters more than what changed meanwhile. */
    private static final Duration LONG_ROUND = Duration.ofSeconds(1);

    private static final int MOST_ROUNDS = 4;

    private final Path images;
    private final Map<String, Path> pidFiles;
    private final Programs programs;
    private final Criu criu;
    private final ProcessSignals signals;
    private final FirstImages firstImages;
    private final RemotePages remotePages;
    private final NetworkLock lock;
    private final VirtualIps virtualIps;
    private final ImageKey key;
    private final ImageSender sender;

    /**
     * @param program CRIU, version 4.2 or later
     * @param folder where images are kept
     * @param pidFiles the file that holds the PID of each process that may be migrated
     * @param serviceInterface the interface that virtual IPs are on
     * @param key for images that travel encrypted
     */
    public CriuBackend(Path program, Path folder, Map<String, Path> pidFiles, String serviceInterface, ImageKey key) {
        this.programs = new Programs(DEADLINE);
        this.key = key;
        this.sender = new ImageSender(key);
        this.images = folder.resolve("images");
        this.pidFiles = Map.copyOf(pidFiles);
        this.criu = new Criu(program, programs);
        this.signals = new ProcessSignals(programs);
        this.firstImages = new FirstImages(folder.resolve("first-images"));
        this.remotePages = new RemotePages(criu);
        this.lock = new NetworkLock(programs);
        this.virtualIps = new VirtualIps(programs, serviceInterface);
    }

    /** Checks that CRIU is there and recent, and does once what is slow the first time. */
    public void start() throws CommandRefused {
        criu.check();
        criu.warmUp();
        virtualIps.warmUp();
        ImageSender.warmUp();
    }

    private Image image(String process) {
        return new Image(images.resolve(process));
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
        return pid(process).map(CriuBackend::residentBytes).orElseGet(() -> image(process).bytes());
    }

    @Override
    public Set<Long> pids(String process) throws CommandRefused {
        ProcessHandle first = ProcessHandle.of(runningPid(process)).orElseThrow(() -> new CommandRefused(
                "there is no process %s here".formatted(process)));
        Set<Long> pids = new TreeSet<>();
        for (ProcessHandle one : Stream.concat(Stream.of(first), first.descendants()).toList()) {
            try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(one.pid()), "task"))) {
                threads.forEach(thread -> pids.add(Long.parseLong(thread.getFileName().toString())));
            } catch (IOException e) {
                LOG.info("{}: PID {} has just ended", process, one.pid());
            }
        }
        return pids;
    }

    /** The kernel shows threads there, too, to those who ask for them. */
    @Override
    public Set<Long> taken(Set<Long> pids) {
        return pids.stream().filter(pid -> Files.exists(Path.of("/proc", String.valueOf(pid))))
                .collect(Collectors.toSet());
    }

    @Override
    public Memory memory(String process) throws CommandRefused {
        return ProcessMemory.watch(runningPid(process));
    }

    @Override
    public int connections(String process) {
        return pid(process).map(Sockets::established).orElseGet(() -> (int) image(process).files().stream()
                .filter(file -> file.getFileName().toString().startsWith("tcp-stream-")).count());
    }

    @Override
    public Sent sendFirst(String process, Epoch epoch, ImageRoute way) throws CommandRefused {
        long bytes = 0;
        Duration duration = Duration.ZERO;
        long before = Long.MAX_VALUE;
        for (int round = 1;; round++) {
            Image image = firstImages.next(process, epoch, round);
            dumpAndLeaveRunning(process, image);
            Sent sent = sender.send(process, epoch, ImagePart.FIRST, image, selection(process, epoch), way,
                    () -> { });
            firstImages.keepSent(process, known(epoch, sent, image));
            bytes += sent.bytes();
            duration = duration.plus(sent.duration());
            LOG.info("{}: round {} of the first image had {} bytes", process, round, sent.bytes());
            boolean pays = sent.duration().compareTo(LONG_ROUND) > 0 && sent.bytes() <= before / 2;
            if (!pays || round == MOST_ROUNDS) {
                return new Sent(bytes, duration, sent.sha256());
            }
            before = sent.bytes();
        }
    }

    /** If CRIU was killed, its locks and the state of the sockets are put right. */
    private void dumpAndLeaveRunning(String process, Image image) throws CommandRefused {
        long pid = runningPid(process);
        try {
            criu.dumpAndLeaveRunning(process, pid, image);
        } catch (CommandRefused e) {
            signals.stop(pid);
            signals.endRepair(pid);
            synchronized (lock) {
                lock.liftAllBut(all());
            }
            signals.goOn(pid);
            throw e;
        }
    }

    private static KnownImage known(Epoch epoch, Sent sent, Image image) throws CommandRefused {
        try {
            return new KnownImage(epoch, sent.sha256(), image);
        } catch (IOException e) {
            throw new CommandRefused("the first image cannot be read: " + e.getMessage());
        }
    }

    @Override
    public long firstImageBytes(String process) {
        return firstImages.bytes(process);
    }

    @Override
    public void discardFirst(String process) {
        firstImages.discard(process);
    }

    /** One that was killed may have begun: the mark is there before the image is. */
    @Override
    public void stageForRestart(String process) throws CommandRefused {
        Image image = image(process);
        if (!image.files().isEmpty()) {
            remotePages.end(image);
            RemotePages.haveThemHere(image);
            lock.lift(image);
            criu.closeConnections(image);
            return;
        }
        Image first = firstImages.received(process).orElseThrow(() -> new CommandRefused(
                "no image of process %s is kept here".formatted(process)));
        criu.closeConnections(first);
        try {
            image.delete();
            Files.createDirectories(images);
            Files.move(first.folder(), image.folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandRefused("the first image of process %s cannot be taken: %s".formatted(process,
                    e.getMessage()));
        }
    }

    /** One at a time: the rules that CRIU leaves can be told from others by their being noted. */
    @Override
    public void freeze(String process) throws CommandRefused {
        synchronized (lock) {
            signals.stop(runningPid(process));
            criu.dump(process, runningPid(process), image(process));
            lock.save(image(process));
            forgetPid(process);
        }
    }

    /** Another process may have it by the time somebody asks for this one. */
    private void forgetPid(String process) throws CommandRefused {
        try {
            Files.deleteIfExists(pidFiles.get(process));
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be removed: %s".formatted(pidFiles.get(process), e.getMessage()));
        }
    }

    @Override
    public Found look(String process) throws CommandRefused {
        criu.awaitEndOf(image(process));
        if (pid(process).isPresent()) {
            return Found.RUNNING;
        }
        if (isRestoredWhole(process)) {
            return Found.RUNNING;
        }
        for (ProcessHandle part : criu.restoredInPart(image(process))) {
            LOG.warn("{}: PID {} was restored in part, or never went on: it is ended, the image counts", process,
                    part.pid());
            synchronized (lock) {
                lock.load(image(process));
            }
            signals.kill(part);
        }
        return image(process).files().isEmpty() ? Found.NOTHING : Found.IMAGE;
    }

    /** It is stopped then, and noted if that was not done yet. If it cannot be noted, its image counts. */
    private boolean isRestoredWhole(String process) {
        Image image = image(process);
        Optional<ProcessHandle> restored = alive(Criu.restoredPid(image))
                .filter(one -> image.pids().contains(one.pid()));
        if (restored.isEmpty() || !signals.isStopped(restored.get().pid()) || RemotePages.areLost(image)) {
            return false;
        }
        try {
            noteRestored(process);
            return true;
        } catch (CommandRefused e) {
            LOG.warn("{}: {}", process, e.getMessage());
            return false;
        }
    }

    @Override
    public void settleRunning(String process) throws CommandRefused {
        Image image = image(process);
        signals.endRepair(runningPid(process));
        synchronized (lock) {
            lock.lift(image);
            goOn(process);
            if (!RemotePages.areMissing(image)) {
                image.delete();
            }
            lock.liftAllBut(all());
        }
    }

    @Override
    public void settleFrozen(String process) throws CommandRefused {
        synchronized (lock) {
            lock.save(image(process));
            forgetPid(process);
        }
    }

    private List<Image> all() {
        return pidFiles.keySet().stream().map(this::image).toList();
    }

    @Override
    public void thaw(String process) throws CommandRefused {
        remotePages.end(image(process));
        restoreWhole(process);
    }

    @Override
    public boolean isComplete(String process) {
        return !RemotePages.areMissing(image(process));
    }

    /** Not another one that was started since. */
    @Override
    public boolean isLost(String process) {
        Optional<Long> restored = alive(Criu.restoredPid(image(process))).map(ProcessHandle::pid);
        return RemotePages.areLost(image(process)) && restored.isPresent() && restored.equals(pid(process));
    }

    @Override
    public void fetchPages(String process) throws CommandRefused {
        remotePages.await(process, image(process));
        image(process).delete();
    }

    @Override
    public Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        return sender.send(process, epoch, ImagePart.LAST, image(process), selection(process, epoch), way, handOver);
    }

    @Override
    public Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        if (way.peerKey().isPresent()) {
            throw new CommandRefused("a post-copy cannot be encrypted: choose another strategy");
        }
        remotePages.serve(process, image(process), way.address());
        return sender.send(process, epoch, ImagePart.LAST, image(process), new WithoutLazyPages(), way, handOver);
    }

    /** Only what is not in a first image that was sent. */
    private ByteSelection selection(String process, Epoch epoch) {
        return firstImages.sent(process, epoch).map(ByteSelection.class::cast).orElse(ByteSelection.WHOLE);
    }

    /** The earlier image that a later one is completed from. @throws CommandRefused if it is not here */
    public Path known(String process, Epoch epoch, String sha256) throws CommandRefused {
        Path known = firstImages.received(process, epoch, sha256);
        if (!Files.isDirectory(known)) {
            throw new CommandRefused("the first image of process %s is not here".formatted(process));
        }
        return known;
    }

    /**
     * Takes an image that has arrived.
     *
     * @return whether the process can resume from it
     */
    public boolean arrived(ImageReceiver.Arrival arrival) throws CommandRefused {
        if (arrival.part() == ImagePart.FIRST) {
            firstImages.keepReceived(arrival.process(), arrival.epoch(), arrival.folder(), arrival.sha256());
            return false;
        }
        Image image = image(arrival.process());
        discard(arrival.process());
        try {
            Files.createDirectories(images);
            Files.move(arrival.folder(), image.folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandRefused("the image of process %s cannot be kept: %s".formatted(arrival.process(),
                    e.getMessage()));
        }
        lock.load(image);
        return true;
    }

    /** The users may have come to this server's VLAN since it claimed the address: they are told again. */
    @Override
    public void resume(String process) throws CommandRefused {
        virtualIps.announce();
        restore(process);
    }

    private void restore(String process) throws CommandRefused {
        Image image = image(process);
        if (RemotePages.isNeededBy(image)) {
            remotePages.restore(process, image);
            noteRestored(process);
            lock.lift(image);
            goOn(process);
        } else {
            restoreWhole(process);
        }
    }

    private void restoreWhole(String process) throws CommandRefused {
        Image image = image(process);
        criu.restore(process, image);
        noteRestored(process);
        lock.lift(image);
        goOn(process);
        image.delete();
    }

    /** From now on the process runs here: it is noted before it goes on. */
    private void noteRestored(String process) throws CommandRefused {
        Path pidFile = pidFiles.get(process);
        try {
            Path next = pidFile.resolveSibling(pidFile.getFileName() + ".next");
            Files.copy(Criu.restoredPid(image(process)), next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, pidFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be written: %s".formatted(pidFile, e.getMessage()));
        }
    }

    /** Not with zeros in place of pages that cannot be had any more. */
    private void goOn(String process) throws CommandRefused {
        long pid = runningPid(process);
        Image image = image(process);
        if (!RemotePages.areLost(image)) {
            signals.goOn(pid);
        }
        if (RemotePages.areLost(image)) {
            signals.stop(pid);
        }
    }

    /** Of a process that is lost, its users hear nothing from here. */
    @Override
    public void discard(String process) throws CommandRefused {
        remotePages.end(image(process));
        Optional<ProcessHandle> lost = isLost(process) ? alive(pidFiles.get(process)) : Optional.empty();
        if (lost.isPresent()) {
            signals.kill(lost.get());
            forgetPid(process);
        }
        lock.lift(image(process));
        image(process).delete();
    }

    @Override
    public String imageKey() {
        return key.fingerprint();
    }

    @Override
    public boolean holds(String virtualIp) throws CommandRefused {
        return virtualIps.holds(virtualIp);
    }

    @Override
    public void claim(String virtualIp) throws CommandRefused {
        virtualIps.claim(virtualIp);
    }

    @Override
    public void release(String virtualIp) throws CommandRefused {
        virtualIps.release(virtualIp);
    }

    private long runningPid(String process) throws CommandRefused {
        return pid(process).orElseThrow(() -> new CommandRefused("there is no process %s here".formatted(process)));
    }

    private Optional<Long> pid(String process) {
        return Optional.ofNullable(pidFiles.get(process)).flatMap(CriuBackend::alive).map(ProcessHandle::pid);
    }

    /** The process whose PID is in a file, while it lives. */
    private static Optional<ProcessHandle> alive(Path pidFile) {
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} is no PID file: {}", pidFile, e.getMessage());
            return Optional.empty();
        }
    }

    private static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
