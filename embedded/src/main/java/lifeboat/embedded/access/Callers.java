package lifeboat.embedded.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.operaton.bpm.engine.IdentityService;
import org.operaton.bpm.engine.identity.Group;

/**
 * Knows callers by HTTP Basic (RFC 7617): the users of the web applications, and the application that the engine is
 * embedded in. What was found is remembered for a while, since each call says it anew: a user who is removed, or whose
 * password is changed, is noticed then.
 */
public final class Callers {

    private static final String BASIC = "basic ";
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 1000;

    private record Remembered(Caller caller, long until) {
    }

    private final IdentityService identities;
    private final String ownName;
    private final String ownPassword;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    /**
     * @param ownName what the application that the engine is embedded in goes by
     * @param ownPassword its password; nobody is known by this name if it is empty
     */
    public Callers(IdentityService identities, String ownName, String ownPassword) {
        this.identities = identities;
        this.ownName = ownName;
        this.ownPassword = ownPassword;
    }

    /** @param authorization the header; null if there is none */
    public Optional<Caller> find(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String key = sha256(authorization);
        Remembered known = remembered.get(key);
        if (known != null && System.nanoTime() - known.until() < 0) {
            return Optional.of(known.caller());
        }
        Optional<Caller> caller = decoded(authorization).flatMap(this::look);
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.clear();
        }
        caller.ifPresent(found -> remembered.put(key, new Remembered(found,
                System.nanoTime() + REMEMBERED.toNanos())));
        return caller;
    }

    private static Optional<String[]> decoded(String authorization) {
        try {
            String both = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 1 ? Optional.empty() : Optional.of(new String[] {both.substring(0, colon),
                both.substring(colon + 1)});
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The application's own login is none of the users': nobody can have it locked by guessing at it. */
    private Optional<Caller> look(String[] login) {
        if (login[0].equals(ownName)) {
            return !ownPassword.isEmpty() && MessageDigest.isEqual(login[1].getBytes(StandardCharsets.UTF_8),
                    ownPassword.getBytes(StandardCharsets.UTF_8))
                            ? Optional.of(new Caller(ownName, Set.of(CallerRole.WORKER), true)) : Optional.empty();
        }
        if (!identities.checkPassword(login[0], login[1])) {
            return Optional.empty();
        }
        return Optional.of(new Caller(login[0], identities.createGroupQuery().groupMember(login[0]).list().stream()
                .map(Group::getId).map(CallerRole::of).flatMap(Optional::stream).collect(Collectors.toSet()), false));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
                    text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
