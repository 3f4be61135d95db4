package lifeboat.workers.migration;

import java.util.UUID;

/** What a controller calls itself as a job worker: {@code NAME#RUN}. */
public final class ControllerName {

    static final String BEFORE_RUN = "#";

    private ControllerName() {
    }

    /** @param controller the same for each run of this controller, and no other's */
    public static String ofThisRun(String controller) {
        return controller + BEFORE_RUN + UUID.randomUUID();
    }

    static boolean isOfAnotherRun(String thisRun, String worker) {
        return worker != null && !worker.equals(thisRun)
                && worker.startsWith(thisRun.substring(0, thisRun.indexOf(BEFORE_RUN) + 1));
    }
}
