package lifeboat.connectors.login;

import java.nio.file.Path;

/**
 * How an SSH server proves who it is, and how it is reached.
 *
 * @param fingerprint the SHA-256 fingerprint its host key must have; null if {@code knownHosts} tells
 * @param knownHosts a file in OpenSSH's format, its names hashed or not; null if {@code fingerprint} tells
 * @param legacyAlgorithms whether algorithms that are not safe any more are accepted, because it has no others
 * @param jump the SSH server through which it is reached; null if it is reached directly
 */
public record SshTrust(String fingerprint, Path knownHosts, boolean legacyAlgorithms, DeviceAddress jump) {

    public static SshTrust pinned(String fingerprint) {
        return new SshTrust(fingerprint, null, false, null);
    }

    /** Where its host key is written down. */
    public String source() {
        return fingerprint != null ? fingerprint + ", which the inventory pins" : "the one in " + knownHosts;
    }
}
