package lifeboat.embedded.api;

/** What the embedded engine says it is, on every protocol. */
public final class Camunda {

    /** The version whose API it serves. */
    public static final String VERSION = "8.8.14";

    /** There is one tenant. */
    public static final String TENANT = "<default>";

    private Camunda() {
    }
}
