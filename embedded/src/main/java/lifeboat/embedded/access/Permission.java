package lifeboat.embedded.access;

/** What somebody may do. */
public enum Permission {

    /** Look at definitions, instances, variables, incidents, tasks. */
    READ,

    /** Publish those messages that are for alarms, and no others. */
    ALARM,

    /** Publish any message. */
    PUBLISH,

    /** Complete and assign user tasks. */
    DECIDE,

    /** Start, cancel and change instances, resolve incidents, broadcast signals. */
    OPERATE,

    /** Take jobs, and say what became of them. */
    WORK,

    /** Deploy processes. */
    DEPLOY,

    /** All else: delete what is deployed, for example. */
    ADMINISTER;

    /** Whether who uses it is to be found in the log: neither who looks, nor who works on thousands of jobs. */
    public boolean isLogged() {
        return this != READ && this != WORK;
    }

    /** In the words of who may not. */
    String inWords() {
        return switch (this) {
            case READ -> "look at anything";
            case ALARM, PUBLISH -> "publish this message";
            case DECIDE -> "work on user tasks";
            case OPERATE -> "start, change or end anything";
            case WORK -> "work on jobs";
            case DEPLOY -> "deploy anything";
            case ADMINISTER -> "do what is for administrators";
        };
    }
}
