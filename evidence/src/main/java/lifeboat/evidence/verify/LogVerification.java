package lifeboat.evidence.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.note.Checkpoint;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.time.TimeStamp;
import lifeboat.evidence.time.TimeStampException;
import lifeboat.evidence.tree.GrowingTree;
import lifeboat.evidence.tree.TreeHash;

/** Checks a whole log: its entries, its checkpoints, their time stamps, and what was sent away of it. */
public final class LogVerification {

    /** How long a controller may take from the end of a migration to its checkpoint. */
    private static final Duration SIGNED_WITHIN = Duration.ofMinutes(1);

    private final EvidenceFolder folder;
    private final Trust trust;
    private final List<String> faults = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();
    private List<byte[]> lines;
    private List<TreeHash> noted;
    private List<TreeHash> roots;
    private VerifierKey key;

    private LogVerification(EvidenceFolder folder, Trust trust) {
        this.folder = folder;
        this.trust = trust;
    }

    /** @throws EvidenceException if there is no evidence */
    public static Verdict of(EvidenceFolder folder, Trust trust) throws EvidenceException {
        try {
            return new LogVerification(folder, trust).verdict();
        } catch (IOException e) {
            throw new EvidenceException("The evidence in %s cannot be read: %s".formatted(folder.path(),
                    e.getMessage()), e);
        }
    }

    private Verdict verdict() throws IOException, EvidenceException {
        if (!folder.exists()) {
            throw new EvidenceException("There is no evidence in %s.".formatted(folder.path()));
        }
        key = trust.key().orElse(null);
        if (key == null) {
            key = folder.verifierKey();
            facts.add("The key is the one that is kept with the evidence, %s: compare it with one that you have from "
                    .formatted(key) + "elsewhere (--key).");
        }
        // Checkpoints first: a controller that writes meanwhile adds a line first, and its hash then.
        List<Path> notes = folder.notes();
        noteHashes();
        lines = folder.lines();
        roots = roots();
        long forgotten = forgotten(notes);
        List<String> notHeld = new ArrayList<>();
        long proven = checkpoints(notes, notHeld);
        List<String> altered = new Alterations(lines, noted, forgotten, proven).find();
        faults.addAll(altered);
        faultyLines(altered);
        faults.addAll(notHeld);
        unsigned(proven);
        files(notes);
        earlier();
        folder.setAside().forEach(name -> faults.add(("An earlier log was not what its checkpoints say, and was set "
                + "aside in %s: check that folder.").formatted(name)));
        return new Verdict(faults, facts, lines.size() - proven);
    }

    private void noteHashes() throws IOException {
        try {
            noted = folder.savedHashes();
        } catch (EvidenceException e) {
            faults.add(e.getMessage());
            noted = List.of();
        }
    }

    /** Only what stands under a checkpoint counts: anybody could add a line behind the last one. */
    private long forgotten(List<Path> notes) throws IOException {
        long signed = 0;
        for (Path note : notes) {
            signed = Math.max(signed, signedSize(note));
        }
        long forgotten = 0;
        for (byte[] line : lines.subList(0, (int) Math.min(signed, lines.size()))) {
            try {
                LogEntry entry = line.length == 0 ? null : LogEntry.of(line);
                if (entry != null && entry.kind() == EntryKind.FORGOTTEN
                        && entry.what().get("entries") instanceof Number entries) {
                    forgotten = Math.max(forgotten, entries.longValue());
                    facts.add(("The log says that its first %d entries were forgotten, being older than %s. Whether "
                            + "they should have been kept for longer, you know.").formatted(entries.longValue(),
                                    entry.text("before")));
                }
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return forgotten;
    }

    private long signedSize(Path note) throws IOException {
        try {
            return Checkpoint.verified(Files.readString(note), key).size();
        } catch (NoteException e) {
            return 0;
        }
    }

    /** What an entry says of itself; the hashes may have been altered with it. */
    private void faultyLines(List<String> altered) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length == 0) {
                continue;
            }
            try {
                long index = LogEntry.of(lines.get(i)).index();
                if (index != i && altered.isEmpty()) {
                    faults.add("Line %d has entry %d: entries were removed, put in or reordered.".formatted(i + 1,
                            index));
                    return;
                }
            } catch (IllegalArgumentException e) {
                if (altered.isEmpty()) {
                    faults.add("Entry %d was altered: %s.".formatted(i, e.getMessage()));
                }
            }
        }
    }

    /** The root at each size. */
    private List<TreeHash> roots() {
        GrowingTree tree = new GrowingTree();
        List<TreeHash> all = new ArrayList<>(List.of(tree.root()));
        for (TreeHash leaf : EvidenceFolder.leaves(lines, noted)) {
            tree.add(leaf);
            all.add(tree.root());
        }
        return all;
    }

    /**
     * @param notHeld gets a sentence for each that does not hold
     * @return up to which entry all are as they were written
     */
    private long checkpoints(List<Path> notes, List<String> notHeld) throws IOException {
        long good = 0;
        long stamped = 0;
        Set<String> untrusted = new TreeSet<>();
        for (Path note : notes) {
            String name = note.getFileName().toString();
            try {
                Checkpoint checkpoint = Checkpoint.verified(Files.readString(note), key);
                good = held("Checkpoint " + name, checkpoint, good, notHeld);
            } catch (NoteException e) {
                notHeld.add("Checkpoint %s: %s".formatted(name, e.getMessage()));
            }
            if (Files.exists(EvidenceFolder.timeStampOf(note))) {
                stamped += isStamped(note, untrusted) ? 1 : 0;
            }
        }
        facts.add("%d entries, %d checkpoints, %d time stamps were checked.".formatted(lines.size(), notes.size(),
                stamped));
        untrusted.forEach(authority -> facts.add("Whether '%s' is an authority for time stamps, nobody says here "
                .formatted(authority) + "(--tsa)."));
        if (trust.earlier().isEmpty()) {
            facts.add("No checkpoint from elsewhere was given (--since): that the log was cut off with its last "
                    + "checkpoints, or written anew by somebody who has its key, is not excluded.");
        }
        return good;
    }

    /** A controller signs when it begins, and after each migration: what has no checkpoint is of one that goes on. */
    private void unsigned(long proven) {
        if (proven == lines.size()) {
            return;
        }
        List<byte[]> tail = lines.subList((int) proven, lines.size());
        facts.add("The last %d entries have no checkpoint%s.".formatted(tail.size(), faults.isEmpty() ? " yet" : ""));
        tail.stream().map(LogVerification::ended).flatMap(Optional::stream).forEach(entry -> faults.add(
                ("Entry %d, of %s, ends migration %s, and no checkpoint covers it: checkpoints were removed, or the "
                        + "controller was killed just then, and signs when it begins again.").formatted(entry.index(),
                                entry.time(), entry.migration())));
    }

    /** An entry that a checkpoint should have followed within a moment. */
    private static Optional<LogEntry> ended(byte[] line) {
        try {
            return Optional.of(LogEntry.of(line)).filter(entry -> entry.kind() == EntryKind.HISTORY
                    || entry.kind() == EntryKind.CANCELLED)
                    .filter(entry -> entry.time().isBefore(Instant.now().minus(SIGNED_WITHIN)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void files(List<Path> notes) throws IOException {
        if (notes.isEmpty()) {
            faults.add("There is no checkpoint, and a log has one from its beginning: they were removed.");
        }
        if (!folder.hasPublicKey(key)) {
            faults.add("public-key.pem is not the key %s: openssl would check by another.".formatted(key.name()));
        }
        if (folder.bytesBehind() > 0) {
            facts.add("The last line is not whole: a controller writes it just now, or was killed at it.");
        }
    }

    /** @return the greatest size that a checkpoint holds for */
    private long held(String what, Checkpoint checkpoint, long good, List<String> notHeld) {
        if (checkpoint.size() > lines.size()) {
            notHeld.add("%s was made of %d entries, and there are %d: the log was cut off.".formatted(what,
                    checkpoint.size(), lines.size()));
        } else if (!roots.get((int) checkpoint.size()).equals(checkpoint.root())) {
            notHeld.add("%s does not hold: one of the first %d entries%s is not as it was written.".formatted(what,
                    checkpoint.size(), good == 0 ? "" : ", behind the first %d,".formatted(good)));
        } else {
            return Math.max(good, checkpoint.size());
        }
        return good;
    }

    private boolean isStamped(Path note, Set<String> untrusted) throws IOException {
        try {
            TimeStamp stamp = TimeStamp.verified(Files.readAllBytes(EvidenceFolder.timeStampOf(note)),
                    Files.readAllBytes(note), trust.authorities());
            if (!stamp.trusted()) {
                if (!trust.authorities().isEmpty()) {
                    faults.add("The time stamp of checkpoint %s is by '%s', which is not trusted.".formatted(
                            note.getFileName(), stamp.authority()));
                }
                untrusted.add(stamp.authority());
            }
            return true;
        } catch (TimeStampException e) {
            faults.add("The time stamp of checkpoint %s: %s".formatted(note.getFileName(), e.getMessage()));
            return false;
        }
    }

    private void earlier() {
        for (String text : trust.earlier()) {
            List<String> notes = EarlierNotes.in(text);
            if (notes.isEmpty()) {
                faults.add("There is no checkpoint in what was sent away.");
            }
            for (String note : notes) {
                try {
                    Checkpoint checkpoint = Checkpoint.verified(note, key);
                    held("The checkpoint that was sent away", checkpoint, 0, faults);
                    facts.add("The checkpoint of %d entries that was sent away was compared.".formatted(
                            checkpoint.size()));
                } catch (NoteException e) {
                    faults.add("A checkpoint that was sent away: %s".formatted(e.getMessage()));
                }
            }
        }
    }
}
