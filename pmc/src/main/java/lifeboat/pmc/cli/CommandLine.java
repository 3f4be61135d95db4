package lifeboat.pmc.cli;

/** One login session on a device: its prompt, and what a line does. */
public interface CommandLine {

    String prompt();

    /**
     * @return what the device prints, without the prompt; empty for nothing
     * @throws java.io.UncheckedIOException if the session is lost
     */
    String execute(String line);

    /** How this device words a refusal. */
    String refusal(String reason);

    /** Whether {@code line} ends the session now. */
    boolean leaves(String line);

    /** The session is over. */
    default void end() {
    }
}
