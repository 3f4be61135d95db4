package lifeboat.evidence.note;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import lifeboat.evidence.tree.TreeHash;

/**
 * What the log was at one moment, in three lines (C2SP tlog-checkpoint).
 *
 * @param origin which log
 * @param size how many entries it had
 * @param root of the Merkle tree over them
 */
public record Checkpoint(String origin, long size, TreeHash root) {

    private static final String BEFORE_SIGNATURE = "\u2014 ";
    private static final int ID_BYTES = 4;

    private String text() {
        return "%s\n%d\n%s\n".formatted(origin, size, root.base64());
    }

    /** The signed note (C2SP signed-note). */
    public String signedBy(SigningKey key) {
        byte[] id = key.verifierKey().idBytes();
        byte[] signature = key.sign(text().getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, both, id.length, signature.length);
        return "%s\n%s%s %s\n".formatted(text(), BEFORE_SIGNATURE, key.verifierKey().name(),
                Base64.getEncoder().encodeToString(both));
    }

    /** @throws NoteException if it is no checkpoint, or the key has not signed it */
    public static Checkpoint verified(String note, VerifierKey key) throws NoteException {
        int end = note.indexOf("\n\n");
        if (end < 0) {
            throw new NoteException("This is no signed note: there is no empty line before its signatures.");
        }
        String text = note.substring(0, end + 1);
        for (String line : note.substring(end + 2).split("\n")) {
            if (isSignatureOf(line, text, key)) {
                return of(text, key);
            }
        }
        throw new NoteException("The key %s has not signed this checkpoint.".formatted(key));
    }

    private static boolean isSignatureOf(String line, String text, VerifierKey key) {
        String before = BEFORE_SIGNATURE + key.name() + " ";
        if (!line.startsWith(before)) {
            return false;
        }
        try {
            byte[] both = Base64.getDecoder().decode(line.substring(before.length()));
            return both.length > ID_BYTES && Arrays.equals(Arrays.copyOf(both, ID_BYTES), key.idBytes())
                    && key.hasSigned(text.getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(both, ID_BYTES, both.length));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Checkpoint of(String text, VerifierKey key) throws NoteException {
        String[] lines = text.split("\n");
        try {
            if (lines.length < 3 || !lines[0].equals(key.name())) {
                throw new NoteException("The note is signed, and is no checkpoint of %s.".formatted(key.name()));
            }
            return new Checkpoint(lines[0], Long.parseLong(lines[1]), TreeHash.ofBase64(lines[2]));
        } catch (IllegalArgumentException e) {
            throw new NoteException("The note is signed, and is no checkpoint of %s.".formatted(key.name()), e);
        }
    }
}
