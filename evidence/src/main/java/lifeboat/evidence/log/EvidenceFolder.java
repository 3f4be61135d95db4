package lifeboat.evidence.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.note.SigningKey;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.tree.TreeHash;

/**
 * Where evidence is kept. Only its owner may read it.
 * <pre>
 * entries.jsonl        one entry a line; an empty line is one that was forgotten
 * hashes               the Merkle tree's leaf of each line, base64
 * checkpoints/N.note   what the log was when it had N entries, signed
 * checkpoints/N.tsr    when that was, by a time stamp authority
 * verifier-key         whose signature the checkpoints have; public-key.pem is the same for openssl
 * signing-key.pem      signs them
 * set-aside-TIME/      an earlier log that was not what its checkpoints say
 * </pre>
 */
public final class EvidenceFolder {

    private static final String NOTE = ".note";
    private static final String TIME_STAMP = ".tsr";
    private static final String SET_ASIDE = "set-aside-";
    private static final String CHECKPOINT_NAME = "%012d";

    private final Path folder;

    public EvidenceFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    Path entries() {
        return folder.resolve("entries.jsonl");
    }

    Path hashes() {
        return folder.resolve("hashes");
    }

    Path lock() {
        return folder.resolve("lock");
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    private Path verifierKeyFile() {
        return folder.resolve("verifier-key");
    }

    private Path signingKeyFile() {
        return folder.resolve("signing-key.pem");
    }

    public boolean exists() {
        return Files.exists(entries()) || Files.exists(checkpoints());
    }

    void create() throws IOException {
        Files.createDirectories(folder);
        OwnersFile.hideFolder(folder);
        Files.createDirectories(checkpoints());
        for (Path file : List.of(entries(), hashes(), lock())) {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            OwnersFile.hide(file);
        }
    }

    /**
     * A new one, if nothing was signed yet.
     *
     * @throws EvidenceException if it is gone, or is another one's: what was signed before could not be continued
     */
    SigningKey signingKey(String nameOfNew) throws IOException, EvidenceException {
        boolean isBegun = Files.exists(signingKeyFile()) && Files.exists(verifierKeyFile()) || !notes().isEmpty();
        if (!isBegun) {
            SigningKey key = SigningKey.generate(nameOfNew);
            OwnersFile.write(signingKeyFile(), key.pem());
            OwnersFile.write(folder.resolve("public-key.pem"), SigningKey.pem(key.verifierKey().key()));
            OwnersFile.write(verifierKeyFile(), key.verifierKey() + "\n");
            return key;
        }
        try {
            return SigningKey.parse(Files.readString(signingKeyFile()), verifierKey());
        } catch (NoSuchFileException | NoteException e) {
            throw new EvidenceException(("The evidence in %s cannot be continued: %s Put the key back, or move the "
                    + "folder elsewhere: a new one is begun then.").formatted(folder, e instanceof NoteException
                            ? e.getMessage() : signingKeyFile().getFileName() + " is missing."), e);
        }
    }

    /** @throws EvidenceException if there is none */
    public VerifierKey verifierKey() throws IOException, EvidenceException {
        try {
            return VerifierKey.parse(Files.readString(verifierKeyFile()));
        } catch (NoSuchFileException e) {
            throw new EvidenceException(("%s is missing: whose signature the checkpoints have to have, is not known. "
                    + "Give it with --key.").formatted(verifierKeyFile()), e);
        } catch (NoteException e) {
            throw new EvidenceException("%s: %s".formatted(verifierKeyFile(), e.getMessage()), e);
        }
    }

    /** Whether the key for openssl is the same as the other; so if there is none. */
    public boolean hasPublicKey(VerifierKey key) throws IOException {
        Path file = folder.resolve("public-key.pem");
        return !Files.exists(file) || Files.readString(file, StandardCharsets.ISO_8859_1)
                .equals(SigningKey.pem(key.key()));
    }

    /** How many bytes of a line are behind the last whole one: a controller writes them just now, or was killed. */
    public long bytesBehind() throws IOException {
        return Files.exists(entries()) ? Files.size(entries()) - lines().stream().mapToLong(line -> line.length + 1)
                .sum() : 0;
    }

    /** The lines of the log, each without its end. What a controller is just writing is not among them. */
    public List<byte[]> lines() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        byte[] all = Files.exists(entries()) ? Files.readAllBytes(entries()) : new byte[0];
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                lines.add(Arrays.copyOfRange(all, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    /**
     * The leaves that were noted.
     *
     * @throws EvidenceException if one of them is none
     */
    public List<TreeHash> savedHashes() throws IOException, EvidenceException {
        List<TreeHash> saved = new ArrayList<>();
        if (Files.exists(hashes())) {
            String all = Files.readString(hashes(), StandardCharsets.ISO_8859_1);
            for (String line : all.substring(0, all.lastIndexOf('\n') + 1).split("\n")) {
                if (!line.isEmpty()) {
                    try {
                        saved.add(TreeHash.ofBase64(line));
                    } catch (IllegalArgumentException e) {
                        throw new EvidenceException("Line %d of %s is no hash.".formatted(saved.size() + 1, hashes()),
                                e);
                    }
                }
            }
        }
        return saved;
    }

    /**
     * The Merkle tree's leaves: of a line that was forgotten, the one that was noted.
     *
     * @param lines those of the log
     * @param noted what is noted of them, from the first on
     */
    public static List<TreeHash> leaves(List<byte[]> lines, List<TreeHash> noted) {
        List<TreeHash> leaves = new ArrayList<>();
        for (byte[] line : lines) {
            boolean isForgotten = line.length == 0 && leaves.size() < noted.size();
            leaves.add(isForgotten ? noted.get(leaves.size()) : TreeHash.ofLeaf(line));
        }
        return leaves;
    }

    /** The notes, by what the log's size was, smallest first. */
    public List<Path> notes() throws IOException {
        if (!Files.exists(checkpoints())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints())) {
            return files.filter(file -> file.getFileName().toString().endsWith(NOTE))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
        }
    }

    /** @return where the time stamp of a note is, or would be */
    public static Path timeStampOf(Path note) {
        String name = note.getFileName().toString();
        return note.resolveSibling(name.substring(0, name.length() - NOTE.length()) + TIME_STAMP);
    }

    Path save(long size, String note) throws IOException {
        Path file = checkpoints().resolve(CHECKPOINT_NAME.formatted(size) + NOTE);
        OwnersFile.write(file, note);
        return file;
    }

    /** Moves the log and its checkpoints into a folder of their own; the keys stay. */
    Path setAside(String time) throws IOException {
        Path aside = Files.createDirectories(folder.resolve(SET_ASIDE + time));
        OwnersFile.hideFolder(aside);
        for (Path part : List.of(entries(), hashes(), checkpoints())) {
            if (Files.exists(part)) {
                Files.move(part, aside.resolve(part.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return aside;
    }

    /** Logs that were set aside. */
    public List<String> setAside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(SET_ASIDE)).sorted()
                    .toList();
        }
    }

    /** A line of {@link #hashes}. */
    int bytesOfHash() {
        return TreeHash.ofNothing().base64().length() + 1;
    }
}
