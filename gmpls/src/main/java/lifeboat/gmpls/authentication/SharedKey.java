package lifeboat.gmpls.authentication;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that two neighbours share (RFC 2747, 2.2). Neither it nor what is printed of it shows the secret. */
public final class SharedKey {

    /** 48 bits. */
    private static final long MOST_ID = 0xffff_ffff_ffffL;

    /** What both neighbours have to have. */
    public enum Algorithm {

        /** The one that every implementation of RFC 2747 has. */
        HMAC_MD5("HmacMD5", 16),
        HMAC_SHA_256("HmacSHA256", 32);

        private final String name;
        private final int length;

        Algorithm(String name, int length) {
            this.name = name;
            this.length = length;
        }

        /** Bytes. */
        int length() {
            return length;
        }
    }

    private final long id;
    private final Algorithm algorithm;
    private final SecretKeySpec secret;

    /** @param id 48 bits, by which the neighbour knows it */
    public SharedKey(long id, Algorithm algorithm, byte[] secret) {
        if (id < 0 || id > MOST_ID) {
            throw new IllegalArgumentException("A key's id has 48 bits, and %d has more".formatted(id));
        }
        this.id = id;
        this.algorithm = algorithm;
        this.secret = new SecretKeySpec(secret, algorithm.name);
    }

    long id() {
        return id;
    }

    int length() {
        return algorithm.length();
    }

    byte[] digest(byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm.name);
            mac.init(secret);
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("This Java has no " + algorithm.name, e);
        }
    }

    @Override
    public String toString() {
        return "key %d (%s)".formatted(id, algorithm.name);
    }
}
