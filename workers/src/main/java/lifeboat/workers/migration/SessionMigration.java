package lifeboat.workers.migration;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that {@code session-migration.bpmn} and the workers have in common. A test holds them against the file. */
public final class SessionMigration {

    public static final String PROCESS_ID = "session-migration";
    public static final String LEFTOVER_PROCESS_ID = "leftover";
    public static final String UNDECIDED_PROCESS_ID = "undecided";
    public static final String LOST_PROCESS_ID = "lost";

    public static final String MESSAGE_MIGRATION_REQUESTED = "migration-requested";
    public static final String MESSAGE_ABORT_MIGRATION = "abort-migration";
    public static final String MESSAGE_LOOK_AGAIN = "look-again";
    public static final String MESSAGE_UNDECIDED = "undecided";
    public static final String MESSAGE_PROCESS_LOST = "process-lost";

    public static final String ELEMENT_PLAN = "Task_Plan";
    public static final String ELEMENT_FIRST_IMAGE = "Task_SendFirstImage";
    public static final String ELEMENT_FREEZE = "Task_Freeze";
    public static final String ELEMENT_RESUME = "Task_Resume";
    public static final String ELEMENT_FETCH_PAGES = "Task_FetchPages";
    public static final String ELEMENT_END_REFUSED = "End_Refused";
    public static final String ELEMENT_END_MIGRATED = "End_Migrated";
    public static final String ELEMENT_END_ROLLED_BACK = "End_RolledBack";
    public static final String ELEMENT_END_SITE_LOST = "End_SiteLost";

    public static final String JOB_PLAN_MIGRATION = "plan-migration";
    public static final String JOB_RESERVE_BANDWIDTH = "reserve-bandwidth";
    public static final String JOB_CONFIGURE_VLAN = "configure-vlan";
    public static final String JOB_SEND_FIRST_IMAGE = "send-first-image";
    public static final String JOB_FREEZE_PROCESS = "freeze-process";
    public static final String JOB_MIGRATE_PROCESS = "migrate-process";
    public static final String JOB_MOVE_VIRTUAL_IP = "move-virtual-ip";
    public static final String JOB_SWITCH_USER_VLAN = "switch-user-vlan";
    public static final String JOB_RESUME_PROCESS = "resume-process";
    public static final String JOB_FETCH_REMAINING_PAGES = "fetch-remaining-pages";
    public static final String JOB_DELETE_BANDWIDTH = "delete-bandwidth";
    public static final String JOB_DELETE_VLAN = "delete-vlan";
    public static final String JOB_REPORT = "report";
    public static final String JOB_THAW_PROCESS = "thaw-process";
    public static final String JOB_DISCARD_FIRST_IMAGE = "discard-first-image";
    public static final String JOB_DISCARD_IMAGE = "discard-image";
    public static final String JOB_RETURN_VIRTUAL_IP = "return-virtual-ip";
    public static final String JOB_RETURN_USER_VLAN = "return-user-vlan";
    public static final String JOB_DECIDE = "decide";
    public static final String JOB_CONVERGE_SERVICE = "converge-service";
    public static final String JOB_CONVERGE_USERS = "converge-users";
    public static final String JOB_CONVERGE_COPIES = "converge-copies";
    public static final String JOB_CONVERGE_PATH = "converge-path";
    public static final String JOB_CONVERGE_VLAN = "converge-vlan";
    public static final String JOB_LOOK_AGAIN = "look-again";
    public static final String JOB_LOOK_UNDECIDED = "look-undecided";
    public static final String JOB_LOOK_LOST = "look-lost";

    public static final String VARIABLE_SERVICE = "service";
    public static final String VARIABLE_TARGET_SITE = "targetSite";
    public static final String VARIABLE_LIGHT_PATH = "lightPath";
    public static final String VARIABLE_REASON = "reason";
    public static final String VARIABLE_STRATEGY = "strategy";
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
    public static final String VARIABLE_RESERVATION = "reservation";
    public static final String VARIABLE_NONCE = "nonce";
    public static final String VARIABLE_REPORT = "report";

    /** A task header: why the step was interrupted, for the report. */
    public static final String HEADER_REASON = "reason";

    /** The strategy that leaves the choice to the plan. */
    public static final String STRATEGY_AUTO = "auto";

    /** What an operator may choose from. */
    public static final String STRATEGY_HELP = "How the memory travels: stop-and-copy, pre-copy, post-copy, or auto, "
            + "which leaves the choice to the plan (default: ${DEFAULT-VALUE}).";

    /** Steps 4 to 8: the users wait, so they are tried until the deadline decides. */
    static final Set<String> IN_FREEZE_WINDOW = Set.of(JOB_FREEZE_PROCESS, JOB_MIGRATE_PROCESS, JOB_MOVE_VIRTUAL_IP,
            JOB_SWITCH_USER_VLAN, JOB_RESUME_PROCESS);

    /** What users may be waiting for, and what has no other way out. */
    static final Set<String> TRIED_AS_LONG_AS_IT_TAKES = Stream.concat(IN_FREEZE_WINDOW.stream(), Stream.of(
            JOB_DECIDE, JOB_CONVERGE_SERVICE, JOB_CONVERGE_USERS, JOB_CONVERGE_COPIES, JOB_CONVERGE_PATH,
            JOB_CONVERGE_VLAN, JOB_REPORT, JOB_LOOK_AGAIN, JOB_LOOK_UNDECIDED,
            JOB_LOOK_LOST)).collect(Collectors.toUnmodifiableSet());

    private SessionMigration() {
    }
}
