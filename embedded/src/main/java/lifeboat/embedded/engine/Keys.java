package lifeboat.embedded.engine;

/** The engine's ids as Zeebe's keys: the number behind the last colon, positive and unique. */
public final class Keys {

    private Keys() {
    }

    /** {@code session-migration:1:17} is the process with key 17. */
    public static long ofProcess(String processDefinitionId) {
        return last(processDefinitionId);
    }

    /** The same for a decision, its requirements or a form. */
    public static long ofDefinition(String id) {
        return last(id);
    }

    /** {@code Task_Freeze:42} is the element instance with key 42. */
    public static long ofElementInstance(String activityInstanceId) {
        return last(activityInstanceId);
    }

    private static long last(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf(':') + 1));
    }
}
