package lifeboat.workers.migration;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.JobType;

/**
 * The variables that {@code session-migration.bpmn} and the workers have in common; a test holds them against the file.
 * Its other names are in {@link lifeboat.workers.bpmn.BpmnNames}.
 */
public final class SessionMigration {

    public static final String VARIABLE_SERVICE = "service";
    public static final String VARIABLE_TARGET_SITE = "targetSite";
    public static final String VARIABLE_LIGHT_PATH = "lightPath";
    public static final String VARIABLE_REASON = "reason";
    public static final String VARIABLE_STRATEGY = "strategy";
    /** Who asked for it, as far as that was said; who he is to the engine, where that wants a login. */
    public static final String VARIABLE_REQUESTED_BY = "requestedBy";
    public static final String VARIABLE_MIGRATION_ID = "migrationId";
    public static final String VARIABLE_PLAN = "plan";
    public static final String VARIABLE_FREEZE_DEADLINE = "freezeDeadline";
    public static final String VARIABLE_OUTCOME = "outcome";
    public static final String VARIABLE_ERROR = "error";
    public static final String VARIABLE_FAILURE = "failure";
    public static final String VARIABLE_LEFT = "left";
    public static final String VARIABLE_LEFT_TEXT = "leftText";
    public static final String VARIABLE_LEFT_SERVICE = "leftService";
    public static final String VARIABLE_LEFT_COPIES = "leftCopies";
    public static final String VARIABLE_LEFT_PATHS = "leftPaths";
    public static final String VARIABLE_LEFT_VLANS = "leftVlans";
    public static final String VARIABLE_DECIDED = "decided";
    public static final String VARIABLE_WHY = "why";
    public static final String VARIABLE_MAIN_SITE = "mainSite";
    public static final String VARIABLE_BACKUP_SITE = "backupSite";
    public static final String VARIABLE_BACKUP_SITE_LOST = "backupSiteLost";
    public static final String VARIABLE_START_AGAIN = "startAgain";
    public static final String VARIABLE_DROP = "drop";
    public static final String VARIABLE_IMAGE_OF = "imageOf";
    /** What a step was to clear up and could not, each a sentence: it is done when the migration converges. */
    public static final String VARIABLE_POSTPONED = "postponed";
    public static final String VARIABLE_RESERVATION = "reservation";
    public static final String VARIABLE_NONCE = "nonce";
    public static final String VARIABLE_REPORT = "report";
    public static final String VARIABLE_INTERVENTIONS = "interventions";

    /** The strategy that leaves the choice to the plan. */
    public static final String STRATEGY_AUTO = "auto";

    /** Steps 4 to 8: the users wait, so they are tried until the deadline decides. */
    static final Set<String> IN_FREEZE_WINDOW = Set.of(JobType.FREEZE_PROCESS, JobType.MIGRATE_PROCESS,
            JobType.MOVE_VIRTUAL_IP,
            JobType.SWITCH_USER_VLAN, JobType.RESUME_PROCESS);

    /** What users may be waiting for, and what has no other way out. */
    static final Set<String> TRIED_AS_LONG_AS_IT_TAKES = Stream.concat(IN_FREEZE_WINDOW.stream(), Stream.of(
            JobType.DECIDE, JobType.CONVERGE_SERVICE, JobType.CONVERGE_USERS, JobType.CONVERGE_COPIES,
                    JobType.CONVERGE_PATH,
            JobType.CONVERGE_VLAN, JobType.REPORT, JobType.LOOK_AGAIN, JobType.LOOK_UNDECIDED,
            JobType.LOOK_LOST)).collect(Collectors.toUnmodifiableSet());

    private SessionMigration() {
    }
}
