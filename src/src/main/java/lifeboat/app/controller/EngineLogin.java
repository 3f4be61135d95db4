package lifeboat.app.controller;

import java.security.SecureRandom;
import java.util.Base64;

/** Who somebody is to an engine. */
public record EngineLogin(String user, String password) {

    private static final String CONTROLLER = "controller";
    private static final int PASSWORD_BYTES = 24;

    /** A controller's to the engine in its own JVM: a new password at each start, which nobody else has. */
    public static EngineLogin ofThisRun() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new EngineLogin(CONTROLLER, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    @Override
    public String toString() {
        return user;
    }
}
