package lifeboat.connectors.login;

import java.util.Map;

/**
 * Where a device is and how to log in to it.
 *
 * @param name the name the inventory gives it
 * @param platform the name of its definition
 * @param trust how an SSH server proves who it is; null for Telnet
 * @param ports what its ports are called there, by what they are for
 */
public record DeviceAddress(String name, String platform, Protocol protocol, String host, int port, Login login,
        SshTrust trust, Map<String, String> ports) {

    public DeviceAddress {
        ports = Map.copyOf(ports);
    }

    /** One whose ports nobody has to name. */
    public DeviceAddress(String name, String platform, Protocol protocol, String host, int port, Login login,
            SshTrust trust) {
        this(name, platform, protocol, host, port, login, trust, Map.of());
    }

    /** The protocols a device can be reached by. */
    public enum Protocol { TELNET, SSH, NETCONF }

    /** The same device, reached through an SSH server. */
    public DeviceAddress through(DeviceAddress jump) {
        return new DeviceAddress(name, platform, protocol, host, port, login, new SshTrust(trust.fingerprint(),
                trust.knownHosts(), trust.legacyAlgorithms(), jump), ports);
    }

    @Override
    public String toString() {
        return "%s (%s %s:%d)".formatted(name, protocol.name().toLowerCase(), host, port);
    }
}
