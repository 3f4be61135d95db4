package lifeboat.connectors.transport;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Accepts one host key: the one with this fingerprint, written as {@code ssh-keygen -l} does. */
final class PinnedHostKey implements HostKeyRepository {

    private final String fingerprint;

    PinnedHostKey(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int check(String host, byte[] key) {
        return fingerprint(key).equals(fingerprint) ? OK : CHANGED;
    }

    @Override
    public void add(HostKey hostKey, UserInfo userInfo) {
        throw new UnsupportedOperationException("Host keys are pinned in the inventory");
    }

    @Override
    public void remove(String host, String type) {
        // there is nothing to forget
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        // there is nothing to forget
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "inventory";
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }
}
