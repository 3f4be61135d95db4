package lifeboat.pmc.cli;

/** A simulated device that can be logged in to. */
public interface Device {

    String name();

    /** What is shown before the login prompt. */
    String banner();

    CommandLine login();
}
