package lifeboat.app.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;

/** Reads how to log in to a device of the inventory, and how an SSH server proves who it is. */
final class LoginReading {

    private static final String YES = "yes";
    private static final Set<String> SSH_ONLY = Set.of("private-key", "passphrase", "certificate", "agent",
            "host-key", "known-hosts", "legacy-algorithms", "jump");

    private final String device;
    private final InventoryEntry entry;
    private final InventoryFaults faults;

    LoginReading(String device, InventoryEntry entry, InventoryFaults faults) {
        this.device = device;
        this.entry = entry;
        this.faults = faults;
    }

    Login login() {
        String username = entry.required("username", text -> !text.isBlank(), "a user name");
        Path privateKey = file("private-key", "the private key").orElse(null);
        Path agent = entry.optional("agent").map(this::agent).orElse(null);
        Secret password = privateKey == null && agent == null || entry.keys().contains("password")
                ? secret(entry, "password") : null;
        Map<String, Secret> lookups = new HashMap<>();
        if (entry.keys().contains("secrets")) {
            InventoryEntry secrets = entry.below("secrets", "device %s: secrets".formatted(device), null);
            secrets.keys().forEach(name -> lookups.put(name, secret(secrets, name)));
        }
        Login.Key key = privateKey == null ? null : new Login.Key(privateKey,
                entry.keys().contains("passphrase") ? secret(entry, "passphrase") : null,
                file("certificate", "the certificate").orElse(null));
        return new Login(username, password, key, agent, Map.copyOf(lookups));
    }

    SshTrust trust() {
        String fingerprint = entry.optional("host-key").orElse(null);
        Path knownHosts = file("known-hosts", "the file of known hosts").orElse(null);
        if (fingerprint == null && knownHosts == null) {
            faults.add(entry.line(), ("device %s has no 'host-key', the fingerprint that 'ssh-keygen -lf' prints, and no "
                    + "file of 'known-hosts': SSH needs one of them").formatted(device));
        } else if (fingerprint != null && knownHosts != null) {
            faults.add(entry.lineOf("known-hosts"), "device %s has a 'host-key' and 'known-hosts': one of them is enough"
                    .formatted(device));
        } else if (fingerprint != null && !fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
            faults.add(entry.lineOf("host-key"), "device %s: host-key '%s' is not a fingerprint like SHA256:..."
                    .formatted(device, fingerprint));
        }
        return new SshTrust(fingerprint, knownHosts, entry.saysYes("legacy-algorithms"), null);
    }

    /** For a protocol that proves nothing: what would be ignored is a mistake. */
    SshTrust noTrust() {
        entry.keys().stream().filter(SSH_ONLY::contains).forEach(key -> faults.add(entry.lineOf(key),
                "device %s: '%s' is for SSH, and it is reached by Telnet".formatted(device, key)));
        return null;
    }

    private Path agent(String socket) {
        if (!socket.equals(YES)) {
            return Path.of(socket);
        }
        String path = System.getenv("SSH_AUTH_SOCK");
        if (path == null) {
            faults.add(entry.lineOf("agent"), "device %s: there is no SSH agent: environment variable SSH_AUTH_SOCK "
                    .formatted(device) + "is not set");
        }
        return Path.of(Objects.requireNonNullElse(path, ""));
    }

    private Optional<Path> file(String key, String what) {
        Optional<Path> file = entry.optional(key).map(Path::of);
        file.filter(path -> !Files.isReadable(path)).ifPresent(path -> faults.add(entry.lineOf(key),
                "device %s: %s is missing: file %s cannot be read".formatted(device, what, path)));
        return file;
    }

    private Secret secret(InventoryEntry from, String key) {
        String reference = from.secretReference(key);
        Secret secret = new SecretReference(reference);
        if (SecretReference.isReference(reference)) {
            try {
                secret.resolve();
            } catch (IOException e) {
                faults.add(from.lineOf(key), "device %s: the %s is missing: %s".formatted(device, key,
                        e.getMessage()));
            }
        }
        return secret;
    }
}
