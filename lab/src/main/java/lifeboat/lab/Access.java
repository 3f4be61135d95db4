package lifeboat.lab;

/**
 * How to log in to a device of a lab.
 *
 * @param login how the account is proved: by the lab's password, or its SSH key
 * @param hostKey the host key's fingerprint; null for Telnet
 */
public record Access(String device, String role, String platform, String protocol, String host, int port,
        LoginKind login,
        String hostKey) {

    /** The role of the lab's own console. */
    public static final String CONSOLE = "lab-console";

    /** The console behind the scenes is no device of the network's. */
    public boolean isConsole() {
        return role.equals(CONSOLE);
    }

    /** What proves the account. */
    public enum LoginKind { PASSWORD, KEY }

    public static Access telnet(String device, String role, String platform, String host, int port) {
        return new Access(device, role, platform, "telnet", host, port, LoginKind.PASSWORD, null);
    }

    public static Access ssh(String device, String role, String platform, String host, int port, String hostKey) {
        return new Access(device, role, platform, "ssh", host, port, LoginKind.PASSWORD, hostKey);
    }

    /** The command a person types. */
    public String command(String user) {
        return protocol.equals("ssh") ? "ssh -p %d %s@%s".formatted(port, user, host)
                : "telnet %s %d".formatted(host, port);
    }
}
