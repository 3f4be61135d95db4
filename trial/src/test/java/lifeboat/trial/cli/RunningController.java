package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.LabProcess;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A lab, a controller as a server, and a user who is connected, each in a process of its own. */
final class RunningController implements BeforeEachCallback, AfterEachCallback {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> options;
    private Path folder;
    private LabProcess lab;
    private DeviceSessions sessions;
    private LabConsole console;
    private Command controller;
    private int grpc;
    private int rest;

    /** One that wants no login. */
    RunningController() {
        this("--open");
    }

    /** @param options of {@code lifeboat run}, besides where everything is */
    RunningController(String... options) {
        this.options = List.of(options);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("lifeboat-it-");
        lab = LabProcess.start(folder.resolve("lab"), 1);
        sessions = new DeviceSessions(new DeviceDefinitions(), command -> { });
        console = new LabConsole(sessions, lab.console());
        console.connectUsers(1);
        grpc = LoopbackAddress.free().getPort();
        rest = LoopbackAddress.free().getPort();
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try (LabProcess last = lab; DeviceSessions before = sessions; Command first = controller) {
            // each is closed, whichever fails, and those that were never started are not
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    /** Starts the controller, again if it was ended. */
    void start() throws Exception {
        List<String> run = new ArrayList<>(List.of("run", "--inventory", lab.inventory().toString(), "--grpc",
                url(grpc), "--rest", url(rest), "--data", data().toString()));
        run.addAll(options);
        controller = Command.start(folder, run.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> controller.output().contains("The controller runs")
                || !controller.isAlive());
        assertThat(controller.output()).contains("The controller runs");
    }

    void kill() throws Exception {
        controller.kill();
    }

    void stop() throws Exception {
        controller.close();
    }

    /** Runs the command against this controller. */
    Command.Result lifeboat(String... arguments) throws Exception {
        return lifeboat(Map.of(), arguments);
    }

    /** The same, by a user. */
    Command.Result lifeboatBy(String user, String password, String... arguments) throws Exception {
        return lifeboat(Map.of("LIFEBOAT_USER", user, "LIFEBOAT_PASSWORD", password), arguments);
    }

    private Command.Result lifeboat(Map<String, String> environment, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(new String[] {"--grpc", url(grpc), "--rest", url(rest)}, 0, all, arguments.length, 4);
        return Command.run(folder, environment, all);
    }

    /** Runs {@code lifeboat evidence} on this controller's evidence. */
    Command.Result evidence(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("evidence"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--evidence", data().resolve("evidence").toString()));
        return Command.run(folder, all.toArray(String[]::new));
    }

    /** The migration that a command has started. */
    static String id(String output) {
        Matcher matcher = Pattern.compile("Migration (\\d+) of").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }

    void assertUserIsUnharmed() throws Exception {
        long before = console.user().bytes();
        await().atMost(PATIENCE).until(() -> console.user().bytes() > before || !console.user().connected());
        assertThat(console.user()).matches(LabConsole.UserReport::isUnharmed);
    }

    /** A folder that goes with this system. */
    Path folder() {
        return folder;
    }

    /** Where the controller keeps its state. */
    Path data() {
        return folder.resolve("data");
    }

    /** What the controller has printed so far. */
    String output() throws Exception {
        return controller.output();
    }

    LabProcess lab() {
        return lab;
    }

    LabConsole console() {
        return console;
    }

    int grpc() {
        return grpc;
    }

    int rest() {
        return rest;
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
