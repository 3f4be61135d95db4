package lifeboat.pmc.cli;

/** Something that can be logged in to. */
public interface Device {

    String name();

    /** What is shown before the login prompt. */
    String banner();

    /** @throws java.io.UncheckedIOException if there is no session to be had */
    CommandLine login();
}
