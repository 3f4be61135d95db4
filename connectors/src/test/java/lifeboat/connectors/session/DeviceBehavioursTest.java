package lifeboat.connectors.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.definition.PromptPattern;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.PromptNotFound;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.failure.SessionException.Unreachable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.MisbehavingDevice.Behaviour;
import lifeboat.connectors.session.MisbehavingDevice.Line;
import lifeboat.connectors.transport.Deadline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices of all ages do, each on a real socket. */
class DeviceBehavioursTest {

    private static final Timeouts PATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20), null);
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(800), Duration.ofMillis(400), Duration.ofSeconds(1));
    private static final String SECRET = "s3cret-marker";
    private static final String PROMPT = "old1#";

    @TempDir
    private Path folder;

    private final List<CommandRecord> journal = new CopyOnWriteArrayList<>();
    private Secret password;

    @BeforeEach
    void writePassword() throws IOException {
        password = new SecretReference("file:" + Files.writeString(folder.resolve("password"), SECRET + "\n"));
    }

    /** What the device answers to {@code show}. */
    private String show(Behaviour behaviour) throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(behaviour);
                CliSession session = open(device, PATIENT)) {
            return session.run("show");
        }
    }

    private CliSession open(MisbehavingDevice device, Timeouts timeouts) throws SessionException {
        return CliSession.open(device.address(password), new DeviceDefinitions().get("plain").with(timeouts),
                journal::add);
    }

    private static Behaviour loggedIn(UnaryOperator<String> answers) {
        return line -> line.print(PROMPT).answer(answers);
    }

    private static void askNameAndPassword(Line line) throws IOException {
        line.print("login: ").readLine();
        line.print("Password: ").readLine();
        line.print("\r\n" + PROMPT);
    }

    @Test
    void asksForNameAndPassword() throws Exception {
        assertThat(show(line -> {
            askNameAndPassword(line);
            line.answer(command -> command + "\r\nfine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    /** Whoever is killed while it waits for the answer has told what may be under way. */
    @Test
    void isToldOfInTheJournalBeforeItCanAnswer() throws Exception {
        NotingJournal notes = new NotingJournal();
        List<String> sentWhenItArrived = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(loggedIn(command -> {
                    sentWhenItArrived.addAll(notes.sent());
                    return "fine\r\n" + PROMPT;
                }));
                CliSession session = CliSession.open(device.address(password),
                        new DeviceDefinitions().get("plain").with(PATIENT), notes)) {
            session.run("show");
        }

        assertThat(sentWhenItArrived).contains("show");
        assertThat(notes.records()).extracting(CommandRecord::command).contains("show");
    }

    @Test
    void asksForAPasswordOnly() throws Exception {
        assertThat(show(line -> {
            line.print("\r\nUser Access Verification\r\n\r\nPassword: ").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void showsAnotherNameInAnotherMode() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("root.site>").readLine();
            line.print("core#").answer(command -> (command.isEmpty() ? "" : "fine\r\n") + "core#");
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("ios_like").with(PATIENT), journal::add)) {
            assertThat(session.execute(OperationLine.of("vlan 42"), Deadline.in(PATIENT.command()))).isEqualTo("fine");
            assertThat(session.ask(OperationLine.of("show"), Deadline.in(PATIENT.command()))).isEqualTo("fine");
        }
    }

    /** Nothing is typed: return may be an answer. */
    @ParameterizedTest
    @ValueSource(strings = {"Choose a bank: ", "Terminate that session? [Y/n] ", "Take over? (y/n)", "Continue [yes]",
        "Choose a bank:\r\n"})
    void asksAtLoginWhatNobodyKnows(String question) throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(question).answer(answer -> {
            typed.add(answer);
            return PROMPT;
        }))) {
            assertThatThrownBy(() -> open(device, SHORT)).isInstanceOf(PromptNotFound.class)
                    .hasMessageContaining(question.strip());
        }
        assertThat(typed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"User:", "Login Name: ", "Username(1-32 chars):", "CMS username: ", ">>User name:",
        "Please Enter Login Name: ", "Account:", "user name :", "sw-1 login: ", "Login ID:", "User ID:", "UserName >",
        "Username[admin]:", "login name?", "Operator name:"})
    void asksForTheNameInItsOwnWords(String question) throws Exception {
        assertThat(show(line -> {
            assertThat(line.print("\r\n" + question).readLine()).isEqualTo("mcs");
            line.print("\r\nPassword: ").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enter password: ", ">>User password:", "Please Enter Password ?", "Password(1-32 chars):",
        "Password for user mcs: ", "PASSCODE: ", "Enter PASSCODE:", "mcs's password: ", "Password? ", "Passwd:",
        "Password[*]:", "Enter your passphrase:", "Password for mcs@old1 >"})
    void asksForThePasswordInItsOwnWords(String question) throws Exception {
        assertThat(show(line -> {
            line.print("\r\nUsername: ").readLine();
            assertThat(line.print("\r\n" + question).readLine()).isEqualTo(SECRET);
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void greetsWithASentenceThatEndsLikeAQuestion() throws Exception {
        Duration pause = Duration.ofMillis(100);
        assertThat(show(line -> {
            line.print("\r\nNotice: please do not share your login:");
            LockSupport.parkNanos(pause.toNanos());
            line.print(" it is personal.\r\n\r\n");
            askNameAndPassword(line);
            line.answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void asksForTheNameOnceMoreBeforeItGivesMoreRights() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            typed.add(line.print("sw1>").readLine());
            typed.add(line.print("\r\nUsername: ").readLine());
            typed.add(line.print("\r\nPassword: ").readLine());
            line.print("\r\nsw1#").answer(command -> "sw1#");
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("cisco_ios").with(PATIENT), journal::add)) {
            assertThat(session.mode()).isEqualTo("privileged_exec");
        }
        assertThat(typed).containsExactly("enable", "mcs", SECRET);
    }

    @Test
    void asksForTheNameThatNobodyHas() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> typed.add(line.print("login: ").readLine()))) {
            DeviceAddress address = device.address(password);
            DeviceAddress nameless = new DeviceAddress(address.name(), address.platform(), address.protocol(),
                    address.host(), address.port(), Login.withPassword("", password), null);
            assertThatThrownBy(() -> CliSession.open(nameless, new DeviceDefinitions().get("plain").with(PATIENT),
                    journal::add)).isInstanceOf(LoginRefused.class)
                    .hasMessageContaining("asks for a name, and the inventory has none");
        }
        assertThat(typed).isEmpty();
    }

    @Test
    void wantsAnotherPassword() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            askNameAndPasswordOnly(line);
            typed.add(line.print("\r\nYour password has expired.\r\nNew password: ").readLine());
        })) {
            assertThatThrownBy(() -> open(device, PATIENT)).isInstanceOf(LoginRefused.class)
                    .hasMessageContaining("wants the password of user mcs to be changed")
                    .hasMessageContaining("Your password has expired.");
        }
        assertThat(typed).isEmpty();
    }

    private static void askNameAndPasswordOnly(Line line) throws IOException {
        line.print("login: ").readLine();
        line.print("Password: ").readLine();
    }

    @Test
    void hasNoLineLeftAndSaysSo() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line ->
                line.print("\r\n  All user interfaces are used, please try later!\r\n"))) {
            assertThatThrownBy(() -> open(device, PATIENT)).isInstanceOf(SessionException.class)
                    .hasMessageContaining("it printed last: 'All user interfaces are used, please try later!'");
        }
    }

    @Test
    void asksMoreThanNameAndPassword() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("Enter Ctrl-Y to begin.\r\n");
            assertThat(line.read()).isEqualTo(0x19);
            line.print("\r\n   5. Command Line (CLI)\r\nTo select menu item, press item number:");
            assertThat(line.read()).isEqualTo('5');
            askNameAndPasswordOnly(line);
            line.print("\r\nThe password needs to be changed. Change now? [Y/N]:");
            assertThat(line.readLine()).isEqualTo("n");
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_asking").with(PATIENT), journal::add)) {
            assertThat(session.run("show")).isEqualTo("fine");
        }
    }

    @Test
    void takesACarriageReturnAloneForReturn() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            while (true) {
                StringBuilder typed = new StringBuilder();
                for (int c = line.read(); c != '\r'; c = line.read()) {
                    typed.append(c == 0 ? "" : (char) c);
                }
                line.print("\r\nit was '" + typed + "'\r\n" + PROMPT);
            }
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_cr").with(PATIENT), journal::add)) {
            session.run("show");

            assertThat(session.run("show")).isEqualTo("it was 'show'");
        }
    }

    private CliSession promptingAfterReturn(MisbehavingDevice device, Timeouts timeouts) throws SessionException {
        return CliSession.open(device.address(password), new DeviceDefinitions().get("plain_on_return").with(timeouts),
                journal::add);
    }

    @Test
    void saysNothingUntilReturnIsPressed() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(PROMPT).answer(command -> command
                .isEmpty() ? PROMPT : ""));
                CliSession session = promptingAfterReturn(device, PATIENT)) {
            assertThat(session.execute(OperationLine.of("vlan 42"), Deadline.in(PATIENT.command()))).isEmpty();
            assertThat(session.run("show")).isEmpty();
        }
    }

    @Test
    void pausesAndForgetsThatReturnWasPressed() throws Exception {
        Duration pause = Duration.ofMillis(600);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\n");
            LockSupport.parkNanos(pause.toNanos());
            line.readLine();
            line.print("two\r\n").answer(command -> PROMPT);
        }); CliSession session = promptingAfterReturn(device, PATIENT)) {
            assertThat(session.run("show")).isEqualTo("one\ntwo");
        }
    }

    @Test
    void promptsOfItsOwnAccordAfterReturnWasPressed() throws Exception {
        Duration pause = Duration.ofMillis(500);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\n");
            LockSupport.parkNanos(pause.toNanos());
            line.print("two\r\n" + PROMPT);
            line.readLine();
            LockSupport.parkNanos(pause.toNanos());
            line.print("\r\n" + PROMPT).answer(command -> "answer of " + command + "\r\n" + PROMPT);
        }); CliSession session = promptingAfterReturn(device, PATIENT)) {
            assertThat(session.run("show")).isEqualTo("one\ntwo");
            assertThat(session.run("show b")).isEqualTo("answer of show b");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "400, ''", "0, '\r\n'"})
    void asksWhatReturnWouldConfirm(int millis, String lineEnd) throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        Duration pause = Duration.ofMillis(millis);
        Timeouts short2000 = new Timeouts(PATIENT.connect(), PATIENT.login(), Duration.ofSeconds(2), PATIENT.operation(), null);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            LockSupport.parkNanos(pause.toNanos());
            line.print("All VLANs will be deleted. Continue? [confirm]" + lineEnd).answer(answer -> {
                typed.add(answer);
                return "deleted\r\n" + PROMPT;
            });
        }); CliSession session = promptingAfterReturn(device, short2000)) {
            assertThatThrownBy(() -> session.execute(OperationLine.of("erase"), Deadline.in(short2000.command()))).isInstanceOf(TimedOut.class)
                    .hasMessageContaining("Continue? [confirm]");
        }
        assertThat(typed).isEmpty();
    }

    @Test
    void showsItsPromptOnlyWhenReturnIsPressed() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(PROMPT).answer(command -> command
                .isEmpty() ? PROMPT : "it was '" + command + "'\r\nOK\r\n"));
                CliSession session = CliSession.open(device.address(password),
                        new DeviceDefinitions().get("plain_on_return").with(PATIENT), journal::add)) {
            assertThat(session.run("show")).isEqualTo("it was 'show'\nOK");
            assertThat(session.execute(OperationLine.of("set"), Deadline.in(PATIENT.command())))
                    .isEqualTo("it was 'set'\nOK");
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/pagers.csv", delimiter = '|', ignoreLeadingAndTrailingWhitespace = false)
    void stopsAfterEachPageInItsOwnWords(String platform, String pager, String key) throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            assertThat(line.print("one\r\n" + pager).read()).as(platform)
                    .isEqualTo(key.equals("space") ? ' ' : '\r');
            line.print("\r" + " ".repeat(pager.length()) + "\rtwo\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo");
    }

    /** A key that nobody waits for may abort something, and what is taken for a pager is missing in the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"VTY lines 0-4", "description more? see wiki", "to abort press q to quit menu",
        "Press any key to abort", "Press Q to abort the upgrade", "see press any key to continue",
        "counter (END)", "press space to abort the save"})
    void printsWhatLooksLikeAPagerAndIsNone(String text) throws Exception {
        Duration pause = Duration.ofMillis(120);
        List<Integer> pressed = new CopyOnWriteArrayList<>();
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\n" + text);
            LockSupport.parkNanos(pause.toNanos());
            while (line.in().available() > 0) {
                pressed.add(line.in().read());
            }
            line.print(" and more\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\n" + text + " and more");
        assertThat(pressed).isEmpty();
    }

    @Test
    void showsInItsPromptWhatIsBeingConfigured() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print("core-sw1#").answer(command ->
                "core-sw1-vlan42#")); CliSession session = open(device, PATIENT)) {
            assertThat(session.execute(OperationLine.of("vlan 42"), Deadline.in(PATIENT.command()))).isEmpty();
        }
    }

    @Test
    void hasAClockInItsPrompt() throws Exception {
        AtomicInteger minute = new AtomicInteger(10);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("[11:10:07] old1#");
            line.answer(command -> command + "\r\nfine\r\n[11:%d:08] old1#".formatted(minute.incrementAndGet()));
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_clock").with(PATIENT), journal::add)) {
            for (String command : List.of("show a", "show b")) {
                assertThat(session.execute(OperationLine.of(command), Deadline.in(PATIENT.command())))
                        .isEqualTo("fine");
            }
        }
    }

    /** What is not to be pressed at a question that nobody knows. */
    @Test
    void asksWhatLooksLikeAPrompt() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("[11:10:07] old1#");
            line.readLine();
            line.print("Erase all of other ports? <y/n>#").answer(answer -> {
                typed.add(answer);
                return "erased\r\n[11:10:08] old1#";
            });
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_clock").with(PATIENT), journal::add)) {
            assertThatThrownBy(() -> session.run("clear")).isInstanceOfSatisfying(ConnectionLost.class, e ->
                    assertThat(e.progress()).isEqualTo(Progress.SENT))
                    .hasMessageContaining("Erase all of other ports?");
        }
        assertThat(typed).isEmpty();
    }

    /** Nothing is pressed where a change may wait for a word: the state is read back instead. */
    @Test
    void answersAChangeWithAnotherDevicesPrompt() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            line.print("backup-sw2#").answer(answer -> {
                typed.add(answer);
                return PROMPT;
            });
        }); CliSession session = open(device, PATIENT)) {
            assertThatThrownBy(() -> session.execute(OperationLine.of("no vlan 42"), Deadline.in(PATIENT.command())))
                    .isInstanceOfSatisfying(ConnectionLost.class, e ->
                            assertThat(e.progress()).isEqualTo(Progress.SENT));
        }
        assertThat(typed).isEmpty();
    }

    @Test
    void repeatsThePasswordWhereItIsDoubtful() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("Password: ").readLine();
            line.print("\r\n" + PROMPT).readLine();
            line.print("the password is " + SECRET + "\r\nbackup-sw2#").answer(answer -> PROMPT);
        }); CliSession session = open(device, PATIENT)) {
            assertThatThrownBy(() -> session.execute(OperationLine.of("no vlan 42"), Deadline.in(PATIENT.command())))
                    .isInstanceOfSatisfying(ConnectionLost.class, e -> {
                        assertThat(e.getCause()).hasMessageContaining("backup-sw2#");
                        assertThat(e.getMessage() + e.getCause()).doesNotContain(SECRET);
                    });
        }
    }

    @Test
    void isBusyAfterItsQuestionWasAnswered() throws Exception {
        List<String> typed = new CopyOnWriteArrayList<>();
        Duration busy = Duration.ofMillis(150);
        OperationLine copy = new OperationLine("copy", List.of(new Question(PromptPattern.of("\\[startup-config]\\? $"),
                "", null)), null);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            line.print("Destination [startup-config]? ").readLine();
            line.print("\u0007");
            LockSupport.parkNanos(busy.toNanos());
            line.print("\r\n[OK]\r\n" + PROMPT).answer(command -> {
                typed.add(command);
                return PROMPT;
            });
        }); CliSession session = open(device, PATIENT)) {
            assertThat(session.execute(copy, Deadline.in(PATIENT.command()))).contains("[OK]");
        }
        assertThat(typed).isEmpty();
    }

    @Test
    void isCalledByAWordOfTheQuestionForAnotherPassword() throws Exception {
        assertThat(show(line -> {
            line.print("Last login: yesterday\r\nadmin@new-york-1's password: ").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesItsTimeForWhatIsWrittenAtLogin(boolean echoes) throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            Duration time = Duration.ofMillis(1300);
            line.print(PROMPT);
            while (true) {
                String command = line.readLine();
                LockSupport.parkNanos(time.toNanos());
                time = Duration.ofMillis(250);
                line.print((echoes ? command + "\r\n" : "") + (command.startsWith("screen") ? "" : "answer of " + command
                        + "\r\n") + PROMPT);
            }
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_write").with(PATIENT), journal::add)) {
            for (int vlan = 1; vlan <= 3; vlan++) {
                assertThat(session.run("display vlan " + vlan)).isEqualTo("answer of display vlan " + vlan);
            }
        }
    }

    @Test
    void hangsUpAtAWriteThatMayHaveBeenCarriedOut() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(PROMPT).readLine())) {
            assertThatThrownBy(() -> CliSession.open(device.address(password),
                    new DeviceDefinitions().get("plain_write").with(PATIENT), journal::add))
                    .isInstanceOfSatisfying(ConnectionLost.class, e ->
                            assertThat(e.progress()).isEqualTo(Progress.SENT));
        }
        assertThat(journal).extracting(CommandRecord::command).contains("screen-width 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROMPT, "new-name#"})
    void printsMorePagesThanItsDeadlineHasTimeFor(String promptBehind) throws Exception {
        Timeouts forOnePage = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(1000),
                Duration.ofSeconds(60));
        Duration slowly = Duration.ofMillis(40);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            for (int page = 0; page < 40; page++) {
                LockSupport.parkNanos(slowly.toNanos());
                line.print("page " + page + "\r\n--More--").read();
                line.print("\r        \r");
            }
            line.print(promptBehind).answer(command -> promptBehind);
        }); CliSession session = open(device, forOnePage)) {
            assertThat(session.run("show")).hasLineCount(40).endsWith("page 39");
        }
    }

    @Test
    void doesNotChangeItsModeAndSaysNothing() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print("old1>").answer(command -> "old1>"))) {
            assertThatThrownBy(() -> CliSession.open(device.address(password),
                    new DeviceDefinitions().get("ios_like").with(PATIENT), journal::add))
                    .isInstanceOf(SessionException.CommandRejected.class)
                    .hasMessageContaining("mode 'privileged_exec' was wanted, and the prompt is 'old1>', of mode 'exec'");
        }
    }

    @Test
    void asksForNothing() throws Exception {
        assertThat(show(loggedIn(command -> "fine\r\n" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void asksForThePasswordByTheUsersName() throws Exception {
        assertThat(show(line -> {
            line.print("Username:").readLine();
            line.print("Password for mcs:").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    /** It is spoken to because it seems to wait, and shows a prompt for each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 120, 600})
    void isSlowAndIsTakenForOneThatWaits(int millis) throws Exception {
        Duration between = Duration.ofMillis(millis);
        Timeouts soon = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(20), null);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.readLine();
            line.print("old1# ");
            LockSupport.parkNanos(between.toNanos());
            line.print("old1# ").answer(command -> "answer to " + command + "\r\nold1# ");
        }); CliSession session = open(device, soon)) {
            assertThat(session.run("show a")).isEqualTo("answer to show a");
            assertThat(session.run("show b")).isEqualTo("answer to show b");
        }
    }

    @Test
    void waitsUntilItIsSpokenTo() throws Exception {
        assertThat(show(line -> {
            line.readLine();
            askNameAndPassword(line);
            line.answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void wantsAnyKeyBeforeItSaysMore() throws Exception {
        assertThat(show(line -> {
            line.print("ACME 2000\r\n\r\nPress any key to continue:").readLine();
            askNameAndPassword(line);
            line.answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void wantsReturnBeforeItShowsAPrompt() throws Exception {
        assertThat(show(line -> {
            line.print("Press RETURN to get started.\r\n\r\nPress RETURN to get started.").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void refusesThePassword() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("login: ").readLine();
            line.print("Password: ").readLine();
            line.print("\r\nLogin incorrect\r\nlogin: ").readLine();
        })) {
            assertThatThrownBy(() -> open(device, PATIENT)).isInstanceOf(LoginRefused.class)
                    .hasMessageContaining("does not accept user mcs").hasMessageNotContaining(SECRET)
                    .hasMessageContaining("it said: 'Login incorrect\\nlogin:'");
        }
    }

    @Test
    void hangsUpOnAWrongPassword() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("login: ").readLine();
            line.print("Password: ").readLine();
        })) {
            assertThatThrownBy(() -> open(device, PATIENT)).isInstanceOf(ConnectionLost.class)
                    .hasMessageContaining("cannot log in");
        }
    }

    @Test
    void showsAPromptThatNobodyKnows() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print("Password: ").readLine();
            line.print("\r\nyou sent " + SECRET + "\r\n$$$ ").answer(command -> "$$$ ");
        })) {
            assertThatThrownBy(() -> open(device, SHORT)).isInstanceOf(PromptNotFound.class)
                    .hasMessageContaining("$$$").hasMessageContaining("you sent ***")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void isNotThere() throws Exception {
        DeviceAddress nobody;
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> { })) {
            nobody = device.address(password);
        }
        assertThatThrownBy(() -> CliSession.open(nobody, new DeviceDefinitions().get("plain").with(SHORT), journal::add))
                .isInstanceOf(Unreachable.class).hasMessageContaining("old1 (telnet 127.0.0.1:");
    }

    @Test
    void acceptsTheConnectionAndSaysNothing() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.answer(command -> ""))) {
            assertThatThrownBy(() -> open(device, SHORT)).isInstanceOf(PromptNotFound.class);
        }
    }

    @Test
    void echoesWhatIsTyped() throws Exception {
        assertThat(show(loggedIn(command -> command + "\r\nfine\r\n" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void endsLinesWithTwoCarriageReturns() throws Exception {
        assertThat(show(loggedIn(command -> "one\r\r\ntwo\r\r\n" + PROMPT))).isEqualTo("one\ntwo");
    }

    @Test
    void endsLinesWithALineFeedOnly() throws Exception {
        assertThat(show(loggedIn(command -> "one\ntwo\n" + PROMPT))).isEqualTo("one\ntwo");
    }

    @Test
    void paintsItsPromptTwice() throws Exception {
        assertThat(show(loggedIn(command -> "fine\r\n" + PROMPT + "\r" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void coloursEverything() throws Exception {
        assertThat(show(loggedIn(command -> "\u001b[1;32mfine\u001b[0m\r\n\u001b[7m" + PROMPT + "\u001b[27m")))
                .isEqualTo("fine");
    }

    @Test
    void setsTheWindowsTitle() throws Exception {
        assertThat(show(loggedIn(command -> "\u001b]0;old1 # now\u0007fine\r\n\u001b]2;x\u001b\\" + PROMPT)))
                .isEqualTo("fine");
    }

    @Test
    void switchesCharacterSetsAndKeypads() throws Exception {
        assertThat(show(loggedIn(command -> "\u001b(B\u001b=fi\u001b>ne\r\n\u001b[?25h" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void splitsAnEscapeSequenceOverPackets() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.trickle("\u001b[1;3".getBytes()).trickle("1mfine\u001b[0m\r\n".getBytes())
                    .trickle(PROMPT.getBytes());
            line.answer(command -> PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void repaintsItsProgressWithCarriageReturns() throws Exception {
        assertThat(show(loggedIn(command -> "copied  10%\rcopied  50%\rcopied 100%\r\n" + PROMPT)))
                .isEqualTo("copied 100%");
    }

    @Test
    void rubsOutWithBackspaces() throws Exception {
        assertThat(show(loggedIn(command -> "abcX\bd\r\n" + PROMPT))).isEqualTo("abcd");
    }

    @Test
    void movesTheCursorAndErasesTheLine() throws Exception {
        assertThat(show(loggedIn(command -> "garbage\u001b[7D\u001b[Kfine\r\n" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void stopsAfterEachPageAndRubsThePagerOut() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\n--More--").read();
            line.print("\r        \rtwo\r\n --More-- ").read();
            line.print("\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bthree\r\n" + PROMPT);
            line.answer(command -> PROMPT);
        })).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void stopsAfterEachPageAndLeavesThePagerWhereItWas() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\n<--- More --->").read();
            line.print("\r\ntwo\r\n---(more 50%)---").read();
            line.print("\r\nthree\r\n" + PROMPT).answer(command -> PROMPT);
        }).replace("\n\n", "\n")).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void stopsInTheMiddleOfALineAndRubsThePagerOut() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\ntwo and --More--").read();
            line.print("\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bthree\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo and three");
    }

    @Test
    void stopsInTheMiddleOfALineAndLeavesThePagerThere() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\ntwo and --More--").read();
            line.print("three\r\nfour\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo and three\nfour");
    }

    @Test
    void endsLinesByAnEscapeSequence() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\u001bEtwo\u001bE" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo");
    }

    @Test
    void paintsItsPromptInTheMiddleOfTheScreen() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("\u001b[1;1Hone\u001b[2;1Htwo\u001b[24;25H" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo");
    }

    @Test
    void paintsEachPieceWhereItBelongs() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("\u001b[5;11Hright\u001b[5;1Hleft \u001b[6;1f" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("left right");
    }

    @Test
    void asksForTheSpaceBar() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("one\r\nPress <SPACE> to continue or Q to quit:").read();
            line.print("\r" + " ".repeat(50) + "\rtwo\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("one\ntwo");
    }

    @Test
    void showsWhatLooksLikeAPromptInsideItsAnswer() throws Exception {
        assertThat(show(loggedIn(command -> "hostname old1#\r\nold1#\r\nlast line\r\n" + PROMPT)))
                .contains("hostname old1#").contains("last line");
    }

    @Test
    void showsItsPromptRightAfterAnAnswerThatEndsInTheMiddleOfALine() throws Exception {
        assertThat(show(loggedIn(command -> "no line feed" + PROMPT))).isEqualTo("no line feed");
        assertThat(show(loggedIn(command -> "x".repeat(99) + PROMPT))).isEqualTo("x".repeat(99));
    }

    @Test
    void wrapsAndScrollsWhatIsTyped() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(loggedIn(command -> (command.length() > 30
                ? command.substring(0, 30) + "\r\n" + command.substring(30) : "$" + command.substring(5))
                + "\r\nfine\r\n" + PROMPT)); CliSession session = open(device, PATIENT)) {
            assertThat(session.run("show something of a certain length to me")).isEqualTo("fine");
            assertThat(session.run("show a long word")).isEqualTo("fine");
        }
    }

    @Test
    void changesItsName() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(loggedIn(command -> "new-name#"));
                CliSession session = open(device, PATIENT)) {
            assertThat(session.run("hostname new-name")).isEmpty();
            assertThat(session.run("show")).isEmpty();
        }
    }

    @Test
    void logsBetweenCommandAndAnswer() throws Exception {
        assertThat(show(loggedIn(command -> "\r\n%LINK-3-UPDOWN: Interface 1, changed state to up\r\nfine\r\n"
                + PROMPT))).isEqualTo("%LINK-3-UPDOWN: Interface 1, changed state to up\nfine");
    }

    @Test
    void logsAndPaintsItsPromptAgainBeforeItHasSeenTheCommand() throws Exception {
        Duration slowly = Duration.ofMillis(60);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            line.print(line.readLine() + "\r\n" + PROMPT);
            String command = line.readLine();
            line.print("\r\n%LINK-3-UPDOWN: Interface 1 is up\r\n" + PROMPT);
            LockSupport.parkNanos(slowly.toNanos());
            line.print(command + "\r\nfine\r\n" + PROMPT).answer(next -> next + "\r\n" + PROMPT);
        }); CliSession session = open(device, PATIENT)) {
            session.run("terminal length 0");

            assertThat(session.run("show")).isEqualTo("fine");
            assertThat(session.run("show nothing")).isEmpty();
        }
    }

    @Test
    void answersAnEarlierLineLate() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            line.print(line.readLine() + "\r\n" + PROMPT);
            String command = line.readLine();
            line.print("answer to something else\r\n" + PROMPT);
            line.readLine();
            line.print(command + "\r\nfine\r\n" + PROMPT + "\r\n" + PROMPT)
                    .answer(next -> next + "\r\nnext\r\n" + PROMPT);
        }); CliSession session = open(device, PATIENT)) {
            session.run("terminal length 0");

            assertThat(session.run("show")).isEqualTo("fine");
            assertThat(session.run("show more")).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 60", "true, 700", "false, 0", "false, 60", "false, 400"})
    void answersLateWhatNobodyWaitsFor(boolean echoes, int millis) throws Exception {
        Duration late = Duration.ofMillis(millis);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            String first = line.readLine();
            line.print(echoes ? first + "\r\n" : "");
            LockSupport.parkNanos(late.toNanos());
            line.print(PROMPT).answer(command -> (echoes ? command + "\r\n" : "") + (command.isEmpty() ? ""
                    : "answer to " + command + "\r\n") + PROMPT);
        }); CliSession session = CliSession.open(device.address(password),
                new DeviceDefinitions().get("plain_write").with(PATIENT), journal::add)) {
            for (String command : List.of("show a", "show b", "show c")) {
                assertThat(session.run(command)).isEqualTo("answer to " + command);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 120", "true, 700", "false, 120", "false, 700"})
    void showsAnotherDevicesPromptInsideItsAnswer(boolean echoes, int millis) throws Exception {
        Duration pause = Duration.ofMillis(millis);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            while (true) {
                String command = line.readLine();
                if (command.isEmpty()) {
                    line.print("\r\n" + PROMPT);
                    continue;
                }
                line.print((echoes ? command : "") + "\r\ncopied from there\r\nbackup-sw2#");
                LockSupport.parkNanos(pause.toNanos());
                line.print("show run\r\nend of " + command + "\r\n" + PROMPT);
            }
        }); CliSession session = open(device, PATIENT)) {
            for (String command : List.of("show a", "show b", "show c")) {
                assertThat(session.run(command)).isEqualTo("copied from there\nbackup-sw2#show run\nend of " + command);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"old1#, old1-standby# ", "old1#, old1.backup#", "core-switch-12#, core-swi#", "4500#, core9#"})
    void showsInsideItsAnswerAPromptThatIsLikeItsOwn(String own, String others) throws Exception {
        Duration pause = Duration.ofMillis(120);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(own);
            while (true) {
                String command = line.readLine();
                if (!command.isEmpty()) {
                    line.print(command + "\r\nfirst\r\n" + others);
                    LockSupport.parkNanos(pause.toNanos());
                    line.print("\r\nVLAN 42 is here\r\n");
                }
                line.print(own);
            }
        }); CliSession session = open(device, PATIENT)) {
            session.execute(OperationLine.of("no vlan 43"), Deadline.in(PATIENT.command()));
            for (int i = 0; i < 2; i++) {
                assertThat(session.ask(OperationLine.of("show"), Deadline.in(PATIENT.command()))).endsWith("first\n" + others.strip() + "\nVLAN 42 is here");
            }
        }
    }

    @Test
    void stopsEchoingWhatIsTyped() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            line.print(line.readLine() + "\r\n" + PROMPT)
                    .answer(command -> (command.isEmpty() ? "" : "fine\r\n") + PROMPT);
        }); CliSession session = open(device, PATIENT)) {
            session.run("terminal no echo");

            assertThat(session.run("show")).isEqualTo("fine");
            assertThat(session.run("show")).isEqualTo("fine");
        }
    }

    @Test
    void printsUtf8SplitOverPackets() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.trickle("Zürich → 東京\r\n".getBytes(StandardCharsets.UTF_8)).print(PROMPT);
            line.answer(command -> PROMPT);
        })).isEqualTo("Zürich → 東京");
    }

    @Test
    void printsLatin1() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("Zürich\r\n" + PROMPT, StandardCharsets.ISO_8859_1).answer(command -> PROMPT);
        })).isEqualTo("Zürich");
    }

    @Test
    void printsNulsAndBells() throws Exception {
        assertThat(show(loggedIn(command -> "fi\u0000ne\u0007\r\n" + PROMPT))).isEqualTo("fine");
    }

    @Test
    void sendsOneByteInEachPacket() throws Exception {
        assertThat(show(line -> {
            line.trickle(PROMPT.getBytes()).readLine();
            line.trickle(("show\r\nfine\r\n" + PROMPT).getBytes()).answer(command -> PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void printsTenMegabytes() throws Exception {
        String row = "x".repeat(98) + "\r\n";

        String answer = show(line -> {
            line.print(PROMPT).readLine();
            for (int i = 0; i < 100_000; i++) {
                line.out().write(row.getBytes());
            }
            line.print(PROMPT).answer(command -> PROMPT);
        });

        assertThat(answer.lines().count()).isEqualTo(100_000);
    }

    @Test
    void printsOneVeryLongLine() throws Exception {
        assertThat(show(loggedIn(command -> "x".repeat(3_000_000) + "\r\n" + PROMPT))).hasSize(3_000_000);
    }

    @Test
    void doesNotAnswer() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(PROMPT).answer(command -> ""));
                CliSession session = open(device, SHORT)) {
            assertThatThrownBy(() -> session.run("show")).isInstanceOfSatisfying(TimedOut.class, e ->
                    assertThat(e.progress()).isEqualTo(Progress.SENT)).hasMessageContaining("'show'");
        }
    }

    @Test
    void answersTooLateForAnOperationsDeadline() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print(PROMPT).answer(command -> "soon\r\n"));
                CliSession session = open(device, PATIENT)) {
            assertThatThrownBy(() -> session.run("show", Deadline.in(Duration.ofMillis(200))))
                    .isInstanceOfSatisfying(TimedOut.class, e -> assertThat(e.progress()).isEqualTo(Progress.SENT))
                    .hasMessageContaining("printed last: 'soon'");
            assertThatThrownBy(() -> session.run("show", Deadline.in(Duration.ZERO)))
                    .isInstanceOfSatisfying(TimedOut.class, e ->
                            assertThat(e.progress()).isEqualTo(Progress.NOT_SENT));
        }
    }

    @Test
    void asksForTheNameForEver() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> line.print("login: ").answer(name -> "login: "))) {
            assertThatThrownBy(() -> open(device, SHORT)).isInstanceOf(PromptNotFound.class)
                    .hasMessageContaining("it printed last: 'login:'");
        }
    }

    @Test
    void pagesForEver() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            while (true) {
                line.print("more of it\r\n--More--").read();
            }
        }); CliSession session = open(device, SHORT)) {
            assertThatThrownBy(() -> session.run("show")).isInstanceOf(TimedOut.class)
                    .hasMessageContaining("no answer within");
        }
    }

    @Test
    void tricklesItsSshGreetingForEver() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            while (true) {
                line.trickle("another line of the banner\r\n".getBytes());
            }
        })) {
            DeviceAddress telnet = device.address(password);
            DeviceAddress ssh = new DeviceAddress(telnet.name(), telnet.platform(), DeviceAddress.Protocol.SSH,
                    telnet.host(), telnet.port(), telnet.login(), SshTrust.pinned("SHA256:" + "A".repeat(43)));

            assertThatThrownBy(() -> CliSession.open(ssh, new DeviceDefinitions().get("plain").with(SHORT),
                    journal::add)).isInstanceOf(Unreachable.class)
                    .hasMessageContaining("it did not let us in within 2800 ms");
        }
    }

    @Test
    void printsWithoutEnd() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            while (true) {
                line.print("more and more\r\n");
            }
        }); CliSession session = open(device, SHORT)) {
            assertThatThrownBy(() -> session.run("show")).isInstanceOfAny(TimedOut.class, ConnectionLost.class);
        }
    }

    @Test
    void hangsUpInTheMiddleOfAnAnswer() throws Exception {
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT).readLine();
            line.print("half an ans");
        }); CliSession session = open(device, PATIENT)) {
            assertThatThrownBy(() -> session.run("show")).isInstanceOfSatisfying(ConnectionLost.class, e ->
                    assertThat(e.progress()).isEqualTo(Progress.SENT));
        }
    }

    @Test
    void hangsUpWhileNobodyAsksAnything() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        try (MisbehavingDevice device = MisbehavingDevice.that(line -> {
            line.print(PROMPT);
            awaitQuietly(idle);
        }); CliSession session = open(device, PATIENT)) {
            idle.countDown();
            await().until(() -> !session.isOpen());

            assertThatThrownBy(() -> session.run("show")).isInstanceOfSatisfying(ConnectionLost.class, e ->
                    assertThat(e.progress()).isEqualTo(Progress.NOT_SENT));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void negotiatesEveryOptionThereIs() throws Exception {
        assertThat(show(line -> {
            for (int option = 0; option < 50; option++) {
                line.send((byte) 255, (byte) 253, (byte) option).send((byte) 255, (byte) 251, (byte) option);
            }
            askNameAndPassword(line);
            line.answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void asksForTheTerminalsTypeInPieces() throws Exception {
        assertThat(show(line -> {
            line.trickle((byte) 255, (byte) 253, (byte) 24).trickle((byte) 255, (byte) 250, (byte) 24, (byte) 1,
                    (byte) 255, (byte) 240);
            askNameAndPassword(line);
            line.answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void repeatsAnOptionThatWasRefused() throws Exception {
        assertThat(show(line -> {
            for (int i = 0; i < 5; i++) {
                line.send((byte) 255, (byte) 253, (byte) 36);
            }
            line.print(PROMPT).answer(command -> "fine\r\n" + PROMPT);
        })).isEqualTo("fine");
    }

    @Test
    void sendsTheByte255AsData() throws Exception {
        assertThat(show(line -> {
            line.print(PROMPT).readLine();
            line.print("a").send((byte) 255, (byte) 255).print("b\r\n" + PROMPT).answer(command -> PROMPT);
        })).isEqualTo("aÿb");
    }

    @Test
    void repeatsThePasswordItWasGiven() throws Exception {
        assertThat(show(line -> {
            line.print("Password: ").readLine();
            line.print("\r\n" + PROMPT).answer(command -> "your password is " + SECRET + "\r\n" + PROMPT);
        })).isEqualTo("your password is " + SECRET);
        assertThat(journal.toString()).doesNotContain(SECRET);
    }
}
