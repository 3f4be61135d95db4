package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lifeboat.app.controller.EngineDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A controller that wants a login, and users of each kind: at the command line, and in the web applications. */
class RolesIT {

    private static final Pattern LOGIN = Pattern.compile("user (\\S+), password (\\S+)");
    private static final String PASSWORD = "Correct-horse-7-battery";

    @RegisterExtension
    private final RunningController system = new RunningController(new String[0]);

    @Test
    void letsEveryoneDoWhatIsHisAndNothingElse() throws Exception {
        String address = RunningController.url(system.rest());
        addUsers(address);

        assertRefused(system.lifeboat("status"), "The engine does not know you: set LIFEBOAT_USER");
        assertRefused(system.lifeboatBy("olga", "wrong", "status"), "The engine does not know you");
        assertRefused(system.lifeboatBy("vera", PASSWORD, "migrate", "video", "--to", "backup"),
                "User 'vera' may not start, change or end anything, as viewer.");
        assertRefused(system.lifeboatBy("allan", PASSWORD, "status"), "User 'allan' may not look at anything, as alarm.");
        assertRefused(system.lifeboatBy("nina", PASSWORD, "status"),
                "User 'nina' may not look at anything, being in none of the groups that may do anything.");

        Command.Result migrated = system.lifeboatBy("olga", PASSWORD, "migrate", "video", "--to", "backup", "--wait");
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        String id = RunningController.id(migrated.output());
        assertThat(system.lifeboatBy("vera", PASSWORD, "status", id).output()).containsPattern("asked for by: +olga");
        assertThat(system.evidence("list").output()).containsPattern("migrated +olga");
        assertThat(system.evidence("export", id, "--to", system.folder().toString()).exitCode()).isZero();
        assertRefused(system.lifeboatBy("vera", PASSWORD, "cancel", id, "--yes"), "has ended");

        assertThatAViewerOnlyLooks(WebSession.of(address, "cockpit", "vera", PASSWORD), id);
        WebSession olga = WebSession.of(address, "tasklist", "olga", PASSWORD);
        assertThat(olga.engine("GET", "/user", null).body()).doesNotContain("admin", "vera");
        assertThatWhoStartsInTasklistIsNamed(olga, id);
        assertThatOnlyTheOwnerReadsWhatIsKept();
        system.assertUserIsUnharmed();
    }

    private void addUsers(String address) throws Exception {
        Matcher login = LOGIN.matcher(system.output());
        assertThat(login.find()).isTrue();
        WebSession admin = WebSession.of(address, "admin", login.group(1), login.group(2));
        for (List<String> user : List.of(List.of("vera", "viewer"), List.of("olga", "operator"),
                List.of("allan", "alarm"), List.of("nina", ""))) {
            assertThat(admin.engine("POST", "/user/create", ("{\"profile\": {\"id\": \"%s\", \"firstName\": \"A\", "
                    + "\"lastName\": \"B\"}, \"credentials\": {\"password\": \"%s\"}}").formatted(user.get(0), PASSWORD))
                    .statusCode()).isEqualTo(204);
            if (!user.get(1).isEmpty()) {
                assertThat(admin.engine("PUT", "/group/%s/members/%s".formatted(user.get(1), user.get(0)), "{}")
                        .statusCode()).isEqualTo(204);
            }
        }
    }

    /** Whatever he says of himself. The service is none: it is refused. */
    private void assertThatWhoStartsInTasklistIsNamed(WebSession olga, String earlier) throws Exception {
        String start = "/process-definition/key/session-migration/submit-form";
        String forged = "{\"variables\": {\"service\": {\"value\": \"vidoe\"}, "
                + "\"requestedBy\": {\"value\": \"admin\"}}}";
        assertThat(olga.engine("POST", start, forged).statusCode()).isEqualTo(403);
        assertThat(olga.engine("POST", "/message", "{\"messageName\": \"migration-requested\", \"processVariables\": "
                + "{\"request\\u0065dBy\": {\"value\": \"admin\"}}}").statusCode()).isEqualTo(403);
        assertThat(olga.engine("PUT", "/process-instance/%s/variables/requested%%42y".formatted(earlier),
                "{\"value\": \"admin\", \"type\": \"String\"}").statusCode()).isIn(400, 403);

        assertThat(olga.engine("POST", "/process-definition/key/session-migration/start;x", forged).statusCode())
                .isIn(403, 404);
        assertThat(olga.engine("POST", "/process-definition/session-migration:1:1/restart", "{}").body())
                .contains("start a new one");
        assertThat(olga.engine("POST", "/history/variable-instance", "{\"variableName\": \"requestedBy\"}")
                .statusCode()).isEqualTo(200);

        HttpResponse<String> started = olga.engine("POST", start,
                "{\"variables\": {\"service\": {\"value\": \"vidoe\"}}}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        assertThat(system.lifeboatBy("vera", PASSWORD, "status", "--service", "vidoe").output()).contains(" olga ");
    }

    private static void assertThatAViewerOnlyLooks(WebSession vera, String id) throws Exception {
        assertThat(vera.engine("GET", "/history/process-instance/" + id, null).statusCode()).isEqualTo(200);

        assertThat(vera.engine("DELETE", "/history/process-instance/" + id, null).statusCode()).isEqualTo(403);
        assertThat(vera.engine("POST", "/process-definition/key/session-migration/start", "{}").statusCode())
                .isEqualTo(403);
        assertThat(vera.engine("POST", "/message", "{\"messageName\": \"migration-requested\"}").statusCode())
                .isIn(400, 403);
        assertThat(vera.engine("POST", "/user/create", "{\"profile\": {\"id\": \"x\"}, \"credentials\": "
                + "{\"password\": \"Correct-horse-8-battery\"}}").statusCode()).isEqualTo(403);
        assertThat(vera.engine("PUT", "/group/operaton-admin/members/vera", "{}").statusCode()).isEqualTo(403);
        assertThat(vera.engine("PUT", "/user/olga/credentials", "{\"password\": \"Correct-horse-9-battery\", "
                + "\"authenticatedUserPassword\": \"%s\"}".formatted(PASSWORD)).statusCode()).isIn(403, 404);
        assertThat(vera.engine("GET", "/user", null).body()).doesNotContain("admin", "olga");
        assertThat(vera.engine("GET", "/history/process-instance/count?processDefinitionKey=session-migration", null)
                .body()).isEqualTo("{\"count\":1}");
    }

    private void assertThatOnlyTheOwnerReadsWhatIsKept() throws Exception {
        try (Stream<Path> files = Files.walk(system.data())) {
            assertThat(files.filter(Files::isRegularFile).toList()).hasSizeGreaterThan(6).allSatisfy(file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).endsWith("------"));
        }
        system.stop();
        EngineDatabase open = EngineDatabase.in(system.data());
        assertThatThrownBy(() -> DriverManager.getConnection(open.url(), open.user(), open.password()))
                .isInstanceOf(SQLException.class).hasMessageContaining("Wrong user name or password");
        EngineDatabase known = EngineDatabase.protectedIn(system.data());
        DriverManager.getConnection(known.url(), known.user(), known.password()).close();
        system.start();
    }

    @Test
    void isOpenOnLoopbackOnly() throws Exception {
        Command.Result refused = Command.run(system.folder(), "run", "--open", "--inventory",
                system.lab().inventory().toString(), "--data", system.folder().resolve("other").toString(), "--rest",
                "http://0.0.0.0:8088");

        assertRefused(refused, "--open is for loopback only, and http://0.0.0.0:8088 can be reached from elsewhere");
        assertThat(system.folder().resolve("other")).doesNotExist();
    }

    private static void assertRefused(Command.Result result, String sentence) {
        assertThat(result.output()).contains(sentence).doesNotContain("Exception", "\tat ");
        assertThat(result.exitCode()).as(result.output()).isEqualTo(2);
    }
}
