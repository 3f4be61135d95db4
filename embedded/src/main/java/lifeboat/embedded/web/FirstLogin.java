package lifeboat.embedded.web;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import lifeboat.embedded.access.CallerRole;
import org.operaton.bpm.engine.FilterService;
import org.operaton.bpm.engine.IdentityService;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.filter.Filter;
import org.operaton.bpm.engine.identity.User;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the groups, and when there is no user yet, the first one, an administrator, and the list of all tasks. The
 * password is generated, shown once, and kept as a hash only.
 */
class FirstLogin implements ApplicationListener<WebServerInitializedEvent> {

    private static final String NAME = "admin";
    private static final int PASSWORD_BYTES = 15;

    private final IdentityService identities;
    private final FilterService filters;
    private final TaskService tasks;
    private final RoleGroups groups;
    private final PrintStream console;

    FirstLogin(ProcessEngine engine, PrintStream console) {
        this.identities = engine.getIdentityService();
        this.filters = engine.getFilterService();
        this.tasks = engine.getTaskService();
        this.groups = new RoleGroups(engine);
        this.console = console;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        groups.make();
        if (identities.createUserQuery().count() > 0) {
            return;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        User user = identities.newUser(NAME);
        user.setPassword(password);
        user.setFirstName("First");
        user.setLastName("User");
        identities.saveUser(user);
        identities.createMembership(NAME, CallerRole.ADMINISTRATOR.group());
        Filter all = filters.newTaskFilter("All tasks").setQuery(tasks.createTaskQuery());
        filters.saveFilter(all.setOwner(NAME));
        console.printf("Tasklist and Cockpit, at /operaton on the REST port: user %s, password %s (shown this once; "
                + "change it under Admin, and add users to the groups there)%n", NAME, password);
        console.flush();
    }
}
