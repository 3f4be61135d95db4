package lifeboat.evidence.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs checkpoints, with Ed25519. */
public final class SigningKey {

    private static final String BEGIN = "-----BEGIN %s KEY-----\n";
    private static final String END = "\n-----END %s KEY-----\n";

    private final PrivateKey key;
    private final VerifierKey verifierKey;

    private SigningKey(PrivateKey key, VerifierKey verifierKey) {
        this.key = key;
        this.verifierKey = verifierKey;
    }

    /** A new one. */
    public static SigningKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java since 15 has Ed25519", e);
        }
    }

    /**
     * @param pem PKCS #8
     * @throws NoteException if it is no key, or not the one that belongs to the verifier key
     */
    public static SigningKey parse(String pem, VerifierKey verifierKey) throws NoteException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            SigningKey signingKey = new SigningKey(key, verifierKey);
            byte[] trial = {1};
            if (!verifierKey.hasSigned(trial, signingKey.sign(trial))) {
                throw new NoteException("The signing key is not the one that belongs to %s.".formatted(verifierKey));
            }
            return signingKey;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new NoteException("The signing key cannot be read.", e);
        }
    }

    public VerifierKey verifierKey() {
        return verifierKey;
    }

    byte[] sign(byte[] text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key does not sign", e);
        }
    }

    /** PKCS #8. */
    public String pem() {
        return pem("PRIVATE", key.getEncoded());
    }

    /** The public key as X.509, as openssl reads it. */
    public static String pem(PublicKey key) {
        return pem("PUBLIC", key.getEncoded());
    }

    private static String pem(String kind, byte[] bytes) {
        return BEGIN.formatted(kind) + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + END.formatted(kind);
    }
}
