package lifeboat.evidence.note;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Whose signature a note has to have, written {@code NAME+ID+KEY} (C2SP signed-note, verifier keys).
 *
 * @param name the signer's; without blanks and plus signs
 * @param id the first four bytes of the SHA-256 of name and key, in hexadecimal
 * @param key an Ed25519 public key, 32 bytes
 */
public record VerifierKey(String name, String id, PublicKey key) {

    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final byte[] X509_BEFORE_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

    static VerifierKey of(String name, PublicKey key) {
        return new VerifierKey(name, idOf(name, raw(key)), key);
    }

    /** @throws NoteException if it is none */
    public static VerifierKey parse(String text) throws NoteException {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteException("'%s' is no verifier key: NAME+ID+KEY is expected.".formatted(text.strip()));
        }
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
                throw new NoteException("The verifier key of '%s' is no Ed25519 key.".formatted(parts[0]));
            }
            byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
            if (!idOf(parts[0], raw).equals(parts[1])) {
                throw new NoteException("The verifier key of '%s' does not have the id %s.".formatted(parts[0],
                        parts[1]));
            }
            byte[] x509 = Arrays.copyOf(X509_BEFORE_KEY, X509_BEFORE_KEY.length + KEY_BYTES);
            System.arraycopy(raw, 0, x509, X509_BEFORE_KEY.length, KEY_BYTES);
            return new VerifierKey(parts[0], parts[1], KeyFactory.getInstance("Ed25519").generatePublic(
                    new X509EncodedKeySpec(x509)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new NoteException("The verifier key of '%s' cannot be read.".formatted(parts[0]), e);
        }
    }

    byte[] idBytes() {
        return HexFormat.of().parseHex(id);
    }

    boolean hasSigned(byte[] text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        byte[] typed = new byte[KEY_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(raw(key), 0, typed, 1, KEY_BYTES);
        return "%s+%s+%s".formatted(name, id, Base64.getEncoder().encodeToString(typed));
    }

    private static byte[] raw(PublicKey key) {
        byte[] x509 = key.getEncoded();
        return Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length);
    }

    private static String idOf(String name, byte[] raw) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(ED25519);
            return HexFormat.of().formatHex(digest.digest(raw), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
