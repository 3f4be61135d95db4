package lifeboat.connectors.session;

import java.nio.file.Path;

/**
 * Where a device is and how to log in to it.
 *
 * @param name the name the inventory gives it
 * @param platform the name of its definition
 * @param password the secret to log in with, also used where a platform asks for an enable secret; null with a key
 * @param privateKey the file with the SSH key to log in with; null with a password
 * @param hostKey the SHA-256 fingerprint its SSH host key must have; null for Telnet
 */
public record DeviceAddress(String name, String platform, Protocol protocol, String host, int port, String username,
        Secret password, Path privateKey, String hostKey) {

    /** The protocols a device can be reached by. */
    public enum Protocol { TELNET, SSH }

    @Override
    public String toString() {
        return "%s (%s %s:%d)".formatted(name, protocol.name().toLowerCase(), host, port);
    }
}
