package lifeboat.evidence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * memory and written as soon as it can be: nobody waits for it.
 */
public final class EvidenceLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceLog.class);
    private static final int MOST_UNWRITTEN = 100_000;

    private record Unwritten(Instant time, String migration, EntryKind kind, Map<String, ?> what) {
    }

    private final EvidenceFolder folder;
    private final Clock clock;
    private final FileChannel lock;
    private final SigningKey key;
    private final UnaryOperator<FileChannel> disk;
    private final Deque<Unwritten> unwritten = new ArrayDeque<>();
    private GrowingTree tree = new GrowingTree();
    private FileChannel entries;
    private FileChannel hashes;
    private long written;
    private long sizeOfLastCheckpoint = -1;
    private String whyUnwritten;
    private long flushes;

    private EvidenceLog(EvidenceFolder folder, Clock clock, FileChannel lock, SigningKey key,
            UnaryOperator<FileChannel> disk) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        this.lock = lock;
        this.key = key;
    }

    /**
     * Goes on with the log that is there, or begins one.
     *
     * @param name the log's, if it is new
     * @throws EvidenceException if somebody else writes it, or it cannot be gone on with
     */
    public static EvidenceLog open(Path folder, String name, Clock clock) throws EvidenceException {
        return open(folder, name, clock, UnaryOperator.identity());
    }

    /** @param disk what the entries are written through */
    static EvidenceLog open(Path folder, String name, Clock clock, UnaryOperator<FileChannel> disk)
            throws EvidenceException {
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
        List<TreeHash> leaves = leaves();
        Optional<String> broken = whyBroken(leaves);
        if (broken.isPresent()) {
            Path aside = folder.setAside(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", ""));
            LOG.error("The evidence in {} was altered: {} It is set aside in {}, and a new log is begun.",
                    folder.path(), broken.get(), aside);
            folder.create();
            leaves = List.of();
        }
        leaves.forEach(tree::add);
        openChannels();
        long cut = entries.size() - written;
        entries.truncate(written);
        rewriteHashes(leaves);
        if (broken.isPresent()) {
            append(null, EntryKind.SET_ASIDE, Map.of("why", broken.get()));
        }
        if (cut > 0 && broken.isEmpty()) {
            append(null, EntryKind.CUT, Map.of("bytes", cut));
        }
    }

    private void openChannels() throws IOException {
        entries = disk.apply(FileChannel.open(folder.entries(), StandardOpenOption.WRITE));
        hashes = FileChannel.open(folder.hashes(), StandardOpenOption.WRITE);
        written = Math.min(written, entries.size());
        entries.position(written);
    }

    /** The leaves of the lines that are whole; {@link #written} is where the last of them ends. */
    private List<TreeHash> leaves() throws IOException {
        List<TreeHash> saved = savedHashes();
        List<TreeHash> leaves = new ArrayList<>();
        for (byte[] line : folder.lines()) {
            boolean isForgotten = line.length == 0 && leaves.size() < saved.size();
            leaves.add(isForgotten ? saved.get(leaves.size()) : TreeHash.ofLeaf(line));
            written += line.length + 1;
        }
        return leaves;
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
    private Optional<String> whyBroken(List<TreeHash> leaves) throws IOException {
        List<Path> notes = folder.notes();
        if (notes.isEmpty()) {
            return Optional.empty();
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
            sizeOfLastCheckpoint = checkpoint.size();
            return then.root().equals(checkpoint.root()) ? Optional.empty() : Optional.of(
                    "Its entries are not those of the checkpoint %s.".formatted(last.getFileName()));
        } catch (NoteException e) {
            return Optional.of("%s: %s".formatted(last.getFileName(), e.getMessage()));
        }
    }

    private void rewriteHashes(List<TreeHash> leaves) throws IOException {
        StringBuilder text = new StringBuilder();
        leaves.forEach(leaf -> text.append(leaf.base64()).append('\n'));
        hashes.truncate(0);
        writeAll(hashes, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The log's name, which its checkpoints begin with. */
    public String origin() {
        return key.verifierKey().name();
    }

    /**
     * Writes an entry, with the time that it is now.
     *
     * @param migration null if it is about none
     */
    public synchronized void append(String migration, EntryKind kind, Map<String, ?> what) {
        if (unwritten.size() < MOST_UNWRITTEN) {
            unwritten.add(new Unwritten(clock.instant(), migration, kind, what));
        }
        write();
    }

    private void write() {
        while (!unwritten.isEmpty()) {
            Unwritten next = unwritten.peek();
            byte[] line = new LogEntry(tree.size(), next.time(), next.migration(), next.kind(), next.what()).line();
            try {
                writeWhole(line);
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
        }
        whyUnwritten = null;
    }

    /** A line is written whole or not at all. */
    private void writeWhole(byte[] line) throws IOException {
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        try {
            writeAll(entries, whole);
            written += whole.length;
        } catch (IOException e) {
            entries.truncate(written);
            throw e;
        }
    }

    /** They can be had from the entries, at the next start. */
    private void noteHash(TreeHash leaf) {
        try {
            writeAll(hashes, (leaf.base64() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("A hash of the evidence in {} is not noted: {}", folder.path(), because(e));
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
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
            requireWritten();
            entries.force(false);
            flushes++;
        } catch (IOException e) {
            throw new EvidenceException("The evidence in %s cannot be written: %s".formatted(folder.path(),
                    because(e)), e);
        }
    }

    private void requireWritten() throws EvidenceException {
        if (whyUnwritten != null) {
            throw new EvidenceException("The evidence in %s cannot be written: %s".formatted(folder.path(),
                    whyUnwritten));
        }
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
            Path note = folder.save(tree.size(), new Checkpoint(origin(), tree.size(), tree.root()).signedBy(key));
            sizeOfLastCheckpoint = tree.size();
            return Optional.of(note);
        } catch (IOException e) {
            throw new EvidenceException("A checkpoint of the evidence in %s cannot be written: %s".formatted(
                    folder.path(), because(e)), e);
        }
    }

    /**
     * Forgets what all entries before a time say, and keeps their hashes: the rest can be checked as before.
     *
     * @return how many
     */
    public synchronized long forget(Instant before) throws EvidenceException {
        try {
            List<byte[]> lines = folder.lines();
            int end = 0;
            int forgotten = 0;
            while (end < lines.size() && isBefore(lines.get(end), before)) {
                forgotten += lines.get(end).length == 0 ? 0 : 1;
                end++;
            }
            if (forgotten == 0) {
                return 0;
            }
            append(null, EntryKind.FORGOTTEN, Map.of("before", before.toString(), "entries", end));
            checkpoint();
            StringBuilder rest = new StringBuilder("\n".repeat(end));
            for (byte[] line : folder.lines().subList(end, Math.toIntExact(tree.size()))) {
                rest.append(new String(line, StandardCharsets.UTF_8)).append('\n');
            }
            hashes.force(false);
            entries.close();
            EvidenceFolder.write(folder.entries(), rest.toString());
            entries = disk.apply(FileChannel.open(folder.entries(), StandardOpenOption.WRITE));
            written = entries.size();
            entries.position(written);
            return forgotten;
        } catch (IOException e) {
            throw new EvidenceException("The evidence in %s cannot be shortened: %s".formatted(folder.path(),
                    because(e)), e);
        }
    }

    private static boolean isBefore(byte[] line, Instant time) {
        return line.length == 0 || LogEntry.of(line).time().isBefore(time);
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
