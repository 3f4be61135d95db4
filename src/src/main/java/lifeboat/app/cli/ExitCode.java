package lifeboat.app.cli;

/** What the command's exit codes mean. */
public final class ExitCode {

    public static final int DONE = 0;
    /** The migration was rolled back, or waits for an operator, or something broke. */
    public static final int FAILED = 1;
    /** The request cannot be carried out as it is; nothing was changed. */
    public static final int REFUSED = 2;
    /** There is no controller, or no engine, at the address given. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {
    }
}
