package lifeboat.embedded.engine;

/** What a failure is about, behind those who wrapped it. */
public final class RootCause {

    private RootCause() {
    }

    /** Its own words, null if it has none. */
    public static String message(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : message(failure.getCause());
    }
}
