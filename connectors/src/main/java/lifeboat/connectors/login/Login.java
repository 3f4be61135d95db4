package lifeboat.connectors.login;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.connectors.secret.Secret;

/**
 * Who logs in to a device, and what proves it. What is not used is null.
 *
 * @param password the password; also the answer to {@code __lookup::enable} if {@code lookups} has none
 * @param key the SSH key
 * @param agent the socket of an SSH agent that has the key
 * @param lookups the secrets that a definition asks for by {@code __lookup::NAME}, by their names
 */
public record Login(String username, Secret password, Key key, Path agent, Map<String, Secret> lookups) {

    private static final String ENABLE = "enable";

    /**
     * An SSH key.
     *
     * @param file in OpenSSH's, PEM's or PuTTY's format
     * @param passphrase what it is encrypted with; null if it is not
     * @param certificate the OpenSSH certificate for it; null if there is none
     */
    public record Key(Path file, Secret passphrase, Path certificate) {
    }

    public static Login withPassword(String username, Secret password) {
        return new Login(username, password, null, null, Map.of());
    }

    public static Login withKey(String username, Path file) {
        return new Login(username, null, new Key(file, null, null), null, Map.of());
    }

    /** The secret that a definition asks for. */
    public Optional<Secret> lookup(String secret) {
        return Optional.ofNullable(lookups.getOrDefault(secret, secret.equals(ENABLE) ? password : null));
    }

    /** All of them. */
    public Collection<Secret> secrets() {
        return Stream.concat(Stream.of(password, key == null ? null : key.passphrase()), lookups.values().stream())
                .filter(Objects::nonNull).toList();
    }
}
