package lifeboat.evidence.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.evidence.note.Checkpoint;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.note.SigningKey;
import lifeboat.evidence.tree.GrowingTree;
import lifeboat.evidence.tree.TreeHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of everything that was done, which only grows: a line of canonical JSON for each entry, a Merkle tree over
 * the lines, and signed checkpoints of the tree. An entry is handed to the operating system at once, so that it
 * outlives the controller; {@link #flush} has it on the disk. What cannot be written, for the disk is full, is kept in
 * memory and written with what comes next, or by the next {@link #flush}: nobody waits for it.
 */
public final class EvidenceLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceLog.class);
    private static final long MOST_UNWRITTEN_BYTES = 64L << 20;

    /** Opens a file of the log. */
    @FunctionalInterface
    interface Disk {
        AppendedFile open(Path file, long length) throws IOException;
    }

    private final EvidenceFolder folder;
    private final Clock clock;
    private final FileChannel lock;
    private final SigningKey key;
    private final Disk disk;
    private final Deque<byte[]> unwritten = new ArrayDeque<>();
    private final StringBuilder unwrittenHashes = new StringBuilder();
    private final GrowingTree tree = new GrowingTree();
    private AppendedFile entries;
    private AppendedFile hashes;
    private long sizeOfLastCheckpoint = -1;
    private long unwrittenBytes;
    private long dropped;
    private String whyUnwritten;
    private long flushes;

    private EvidenceLog(EvidenceFolder folder, Clock clock, FileChannel lock, SigningKey key, Disk disk) {
        this.folder = folder;
        this.clock = clock;
        this.lock = lock;
        this.key = key;
        this.disk = disk;
    }

    /**
     * Goes on with the log that is there, or begins one.
     *
     * @param name the log's, if it is new
     * @throws EvidenceException if somebody else writes it, or it cannot be gone on with
     */
    public static EvidenceLog open(Path folder, String name, Clock clock) throws EvidenceException {
        return open(folder, name, clock, AppendedFile::new);
    }

    static EvidenceLog open(Path folder, String name, Clock clock, Disk disk) throws EvidenceException {
        try {
            EvidenceFolder files = new EvidenceFolder(folder);
            files.create();
            FileChannel lock = FileChannel.open(files.lock(), StandardOpenOption.WRITE);
            try {
                if (tryLock(lock) == null) {
                    throw new EvidenceException(("Another controller writes the evidence in %s: each needs a folder "
                            + "of its own.").formatted(folder));
                }
                EvidenceLog log = new EvidenceLog(files, clock, lock, files.signingKey(name), disk);
                log.goOn();
                return log;
            } catch (IOException | EvidenceException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EvidenceException("The evidence in %s cannot be written: %s".formatted(folder, because(e)), e);
        }
    }

    private static FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void goOn() throws IOException {
        List<TreeHash> saved = savedHashes();
        List<byte[]> lines = folder.lines();
        List<TreeHash> leaves = EvidenceFolder.leaves(lines, saved);
        Optional<String> broken = whyBroken(lines, leaves);
        if (broken.isPresent()) {
            Path aside = folder.setAside(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", ""));
            LOG.error("The evidence in {} was altered: {} It is set aside in {}, and a new log is begun.",
                    folder.path(), broken.get(), aside);
            folder.create();
            lines = List.of();
            leaves = List.of();
            saved = List.of();
        }
        leaves.forEach(tree::add);
        long whole = lines.stream().mapToLong(line -> line.length + 1).sum();
        long cut = Files.size(folder.entries()) - whole;
        entries = disk.open(folder.entries(), whole);
        openHashes(leaves, saved);
        if (folder.notes().isEmpty()) {
            sign();
        }
        if (broken.isPresent()) {
            append(null, EntryKind.SET_ASIDE, Map.of("why", broken.get()));
        } else if (cut > 0) {
            append(null, EntryKind.CUT, Map.of("bytes", cut));
        }
        if (sizeOfLastCheckpoint >= 0 && leaves.size() > sizeOfLastCheckpoint) {
            append(null, EntryKind.UNSIGNED, Map.of("from", sizeOfLastCheckpoint, "to", leaves.size() - 1));
        }
    }

    private List<TreeHash> savedHashes() throws IOException {
        try {
            return folder.savedHashes();
        } catch (EvidenceException e) {
            LOG.warn(e.getMessage());
            return List.of();
        }
    }

    /** Against the last checkpoint: {@code lifeboat evidence verify} looks at all of them. */
    private Optional<String> whyBroken(List<byte[]> lines, List<TreeHash> leaves) throws IOException {
        List<Path> notes = folder.notes();
        if (notes.isEmpty()) {
            return lines.isEmpty() ? Optional.empty()
                    : Optional.of("It has %d entries and no checkpoint: they were removed.".formatted(lines.size()));
        }
        Path last = notes.get(notes.size() - 1);
        try {
            Checkpoint checkpoint = Checkpoint.verified(Files.readString(last), key.verifierKey());
            if (checkpoint.size() > leaves.size()) {
                return Optional.of("It has %d entries, and had %d at its last checkpoint.".formatted(leaves.size(),
                        checkpoint.size()));
            }
            GrowingTree then = new GrowingTree();
            leaves.subList(0, Math.toIntExact(checkpoint.size())).forEach(then::add);
            if (!then.root().equals(checkpoint.root())) {
                return Optional.of("Its entries are not those of the checkpoint %s.".formatted(last.getFileName()));
            }
            sizeOfLastCheckpoint = checkpoint.size();
            return Optional.empty();
        } catch (NoteException e) {
            return Optional.of("%s: %s".formatted(last.getFileName(), e.getMessage()));
        }
    }

    /** The hashes of forgotten entries are nowhere else: what is right is left as it is, and never begun anew. */
    private void openHashes(List<TreeHash> leaves, List<TreeHash> saved) throws IOException {
        int right = 0;
        while (right < Math.min(leaves.size(), saved.size()) && leaves.get(right).equals(saved.get(right))) {
            right++;
        }
        hashes = new AppendedFile(folder.hashes(), (long) right * folder.bytesOfHash());
        leaves.subList(right, leaves.size()).forEach(this::noteHash);
    }

    /**
     * Writes an entry, with the time that it is now. Never fails: what cannot be written as JSON is said to be so.
     *
     * @param migration null if it is about none
     */
    public synchronized void append(String migration, EntryKind kind, Map<String, ?> what) {
        byte[] line = line(migration, kind, what);
        if (unwrittenBytes + line.length > MOST_UNWRITTEN_BYTES) {
            dropped++;
            return;
        }
        keep(line);
        write();
    }

    /** Its place is behind all that wait to be written. */
    private byte[] line(String migration, EntryKind kind, Map<String, ?> what) {
        long index = tree.size() + unwritten.size();
        Instant now = clock.instant();
        try {
            return new LogEntry(index, now, migration, kind, what).line();
        } catch (IllegalArgumentException e) {
            LOG.error("What is to be said of {} cannot be written to the evidence: {}", kind, e.getMessage());
            return new LogEntry(index, now, migration, kind, Map.of("unwritable", String.valueOf(e.getMessage())))
                    .line();
        }
    }

    private void keep(byte[] line) {
        unwritten.add(line);
        unwrittenBytes += line.length;
    }

    private void write() {
        while (!unwritten.isEmpty()) {
            byte[] line = unwritten.peek();
            byte[] whole = Arrays.copyOf(line, line.length + 1);
            whole[line.length] = '\n';
            try {
                entries.append(whole);
            } catch (IOException e) {
                if (whyUnwritten == null) {
                    LOG.error("The evidence in {} cannot be written, and is kept in memory: {}", folder.path(),
                            because(e));
                }
                whyUnwritten = because(e);
                return;
            }
            TreeHash leaf = TreeHash.ofLeaf(line);
            tree.add(leaf);
            noteHash(leaf);
            unwritten.remove();
            unwrittenBytes -= line.length;
            sayWhatWasDropped();
        }
        whyUnwritten = null;
    }

    private void sayWhatWasDropped() {
        if (unwritten.isEmpty() && dropped > 0) {
            LOG.error("{} entries of the evidence in {} are lost: the disk was full, and then the memory",
                    dropped, folder.path());
            keep(line(null, EntryKind.DROPPED, Map.of("entries", dropped)));
            dropped = 0;
        }
    }

    /** They can be had from the entries, at the next start: but for those of forgotten ones, which never wait. */
    private void noteHash(TreeHash leaf) {
        unwrittenHashes.append(leaf.base64()).append('\n');
        try {
            hashes.append(unwrittenHashes.toString().getBytes(StandardCharsets.US_ASCII));
            unwrittenHashes.setLength(0);
        } catch (IOException e) {
            LOG.warn("A hash of the evidence in {} is not noted yet: {}", folder.path(), because(e));
        }
    }

    /** Whether there is such an entry of a migration. Reads all of the log, and keeps nobody from writing. */
    public boolean isSaid(EntryKind kind, String migration) {
        try {
            return folder.lines().stream().anyMatch(line -> isOf(line, kind, migration));
        } catch (IOException e) {
            LOG.warn("The evidence in {} cannot be read: {}", folder.path(), because(e));
            return false;
        }
    }

    private static boolean isOf(byte[] line, EntryKind kind, String migration) {
        try {
            LogEntry entry = LogEntry.of(line);
            return entry.kind() == kind && migration.equals(entry.migration());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Has everything on the disk that was appended.
     *
     * @throws EvidenceException if it cannot be written now
     */
    public synchronized void flush() throws EvidenceException {
        write();
        try {
            if (whyUnwritten != null) {
                throw new EvidenceException("The evidence in %s cannot be written: %s".formatted(folder.path(),
                        whyUnwritten));
            }
            entries.force();
            flushes++;
        } catch (IOException e) {
            throw new EvidenceException("The evidence in %s cannot be written: %s".formatted(folder.path(),
                    because(e)), e);
        }
    }

    /** Whether something waits in memory. */
    public synchronized boolean isBehind() {
        return whyUnwritten != null;
    }

    /** How often {@link #flush} had something on the disk. */
    public synchronized long flushes() {
        return flushes;
    }

    /**
     * Signs what the log is now. What was signed already is not signed again.
     *
     * @return the note's file
     */
    public synchronized Optional<Path> checkpoint() throws EvidenceException {
        flush();
        if (tree.size() == sizeOfLastCheckpoint) {
            return Optional.empty();
        }
        try {
            return Optional.of(sign());
        } catch (IOException e) {
            throw new EvidenceException("A checkpoint of the evidence in %s cannot be written: %s".formatted(
                    folder.path(), because(e)), e);
        }
    }

    /** Also when nothing is written yet: a log without a checkpoint is one that they were removed from. */
    private Path sign() throws IOException {
        Path note = folder.save(tree.size(), new Checkpoint(key.verifierKey().name(), tree.size(), tree.root())
                .signedBy(key));
        sizeOfLastCheckpoint = tree.size();
        return note;
    }

    /**
     * Forgets what all entries before a time say, and keeps their hashes: the rest can be checked as before. Nobody who
     * appends waits for it but for a moment.
     *
     * @return how many
     */
    public long forget(Instant before) throws EvidenceException {
        try {
            List<byte[]> lines = folder.lines();
            int end = 0;
            int forgotten = 0;
            long kept = 0;
            while (end < lines.size() && isBefore(lines.get(end), before)) {
                forgotten += lines.get(end).length == 0 ? 0 : 1;
                kept += lines.get(end).length + 1;
                end++;
            }
            if (forgotten == 0) {
                return 0;
            }
            append(null, EntryKind.FORGOTTEN, Map.of("before", before.toString(), "entries", end));
            checkpoint();
            shorten(end, kept);
            return forgotten;
        } catch (IOException | IllegalArgumentException e) {
            throw new EvidenceException("The evidence in %s cannot be shortened: %s".formatted(folder.path(),
                    e.getMessage()), e);
        }
    }

    private static boolean isBefore(byte[] line, Instant time) {
        return line.length == 0 || LogEntry.of(line).time().isBefore(time);
    }

    /** Copies what is kept, and then, while nobody appends, what was appended meanwhile. */
    private void shorten(int forgotten, long start) throws IOException, EvidenceException {
        Path next = OwnersFile.emptyPart(folder.entries());
        Files.writeString(next, "\n".repeat(forgotten), StandardOpenOption.APPEND);
        long copied = copy(start, next);
        synchronized (this) {
            flush();
            if (unwrittenHashes.length() > 0) {
                throw new EvidenceException("Their hashes are not all on the disk yet.");
            }
            hashes.force();
            copy(copied, next);
            try (FileChannel whole = FileChannel.open(next, StandardOpenOption.WRITE)) {
                whole.force(true);
            }
            long length = Files.size(next);
            OwnersFile.replace(next, folder.entries());
            AppendedFile shorter = disk.open(folder.entries(), length);
            entries.close();
            entries = shorter;
        }
    }

    /** @return up to where it was copied */
    private long copy(long from, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(folder.entries(), StandardOpenOption.READ);
                FileChannel target = FileChannel.open(to, StandardOpenOption.APPEND)) {
            long end = source.size();
            long at = from;
            while (at < end) {
                at += source.transferTo(at, end - at, target);
            }
            return at;
        }
    }

    private static String because(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getClass() == IOException.class ? e.getMessage()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    @Override
    public synchronized void close() {
        try {
            flush();
        } catch (EvidenceException e) {
            LOG.error(e.getMessage());
        }
        try {
            entries.close();
            hashes.close();
            lock.close();
        } catch (IOException e) {
            LOG.warn("The evidence in {}: {}", folder.path(), because(e));
        }
    }
}
