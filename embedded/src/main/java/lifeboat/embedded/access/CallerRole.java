package lifeboat.embedded.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.operaton.bpm.engine.authorization.Groups;

/** What a group of users may do. A user may be in several. */
public enum CallerRole {

    /** Looks, and changes nothing. */
    VIEWER("viewer", "Viewers", Permission.READ),

    /** Starts, aborts and cancels, resolves incidents, works on user tasks. */
    OPERATOR("operator", "Operators", Permission.READ, Permission.OPERATE, Permission.PUBLISH, Permission.DECIDE),

    /** Looks, and works on user tasks. */
    APPROVER("approver", "Approvers", Permission.READ, Permission.DECIDE),

    /** A program that carries out jobs. */
    WORKER("worker", "Job workers", Permission.READ, Permission.WORK, Permission.PUBLISH, Permission.DEPLOY),

    /** A program that may only report alarms. */
    ALARM("alarm", "Alarm senders", Permission.ALARM),

    /** Does everything, adds users, and puts them into groups. */
    ADMINISTRATOR(Groups.OPERATON_ADMIN, "Administrators", Permission.values());

    private final String group;
    private final String title;
    private final Set<Permission> permissions;

    CallerRole(String group, String title, Permission... permissions) {
        this.group = group;
        this.title = title;
        this.permissions = permissions.length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(permissions));
    }

    /** The id of the group whose users have it. */
    public String group() {
        return group;
    }

    public String title() {
        return title;
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    static Optional<CallerRole> of(String group) {
        return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
    }
}
