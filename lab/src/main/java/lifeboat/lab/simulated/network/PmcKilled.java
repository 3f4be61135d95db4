package lifeboat.lab.simulated.network;

/** A PMC was killed while it was at something: nobody gets an answer. An error, as nothing that runs in it sees it. */
public final class PmcKilled extends Error {

    private static final long serialVersionUID = 1;

    PmcKilled() {
        super("the PMC was killed", null, false, false);
    }
}
