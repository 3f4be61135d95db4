package lifeboat.embedded.web;

import static org.operaton.bpm.engine.authorization.Authorization.ANY;
import static org.operaton.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.Arrays;
import lifeboat.embedded.access.CallerRole;
import lifeboat.embedded.access.Permission;
import org.operaton.bpm.engine.AuthorizationService;
import org.operaton.bpm.engine.IdentityService;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.authorization.Authorization;
import org.operaton.bpm.engine.authorization.Permissions;
import org.operaton.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.operaton.bpm.engine.authorization.Resource;
import org.operaton.bpm.engine.authorization.Resources;
import org.operaton.bpm.engine.identity.Group;

/**
 * The groups that users are put into, and what they may do in the web applications. A group that is there keeps what it
 * may do, since an administrator may have changed that; administrators may do everything.
 */
class RoleGroups {

    private final IdentityService identities;
    private final AuthorizationService authorizations;

    RoleGroups(ProcessEngine engine) {
        this.identities = engine.getIdentityService();
        this.authorizations = engine.getAuthorizationService();
    }

    void make() {
        Arrays.stream(CallerRole.values())
                .filter(role -> identities.createGroupQuery().groupId(role.group()).count() == 0)
                .forEach(this::make);
        Arrays.stream(Resources.values()).forEach(resource -> grant(CallerRole.ADMINISTRATOR, resource, ANY,
                Permissions.ALL));
    }

    private void make(CallerRole role) {
        Group group = identities.newGroup(role.group());
        group.setName(role.title());
        identities.saveGroup(group);
        if (role == CallerRole.ADMINISTRATOR || !role.may(Permission.READ) || role == CallerRole.WORKER) {
            return;
        }
        grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.READ, Permissions.READ_INSTANCE,
                Permissions.READ_HISTORY, Permissions.READ_TASK, ProcessDefinitionPermissions.READ_INSTANCE_VARIABLE,
                ProcessDefinitionPermissions.READ_HISTORY_VARIABLE);
        grant(role, Resources.DEPLOYMENT, ANY, Permissions.READ);
        grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(role, Resources.FILTER, ANY, Permissions.READ);
        if (role.may(Permission.DECIDE)) {
            grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.TASK_WORK, Permissions.UPDATE_TASK);
            grant(role, Resources.TASK, ANY, Permissions.READ, Permissions.TASK_WORK, Permissions.UPDATE);
        }
        if (role.may(Permission.OPERATE)) {
            grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.CREATE_INSTANCE,
                    Permissions.DELETE_INSTANCE);
            grant(role, Resources.PROCESS_INSTANCE, ANY, Permissions.CREATE);
        }
    }

    private void grant(CallerRole role, Resource resource, String id,
            org.operaton.bpm.engine.authorization.Permission... permissions) {
        Authorization authorization = authorizations.createAuthorizationQuery().groupIdIn(role.group())
                .resourceType(resource).resourceId(id).singleResult();
        if (authorization == null) {
            authorization = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
            authorization.setGroupId(role.group());
            authorization.setResource(resource);
            authorization.setResourceId(id);
        }
        for (org.operaton.bpm.engine.authorization.Permission permission : permissions) {
            authorization.addPermission(permission);
        }
        authorizations.saveAuthorization(authorization);
    }
}
