package lifeboat.connectors.netconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.netconf.NetconfPort.Behaviour;
import lifeboat.connectors.session.CommandRecord;
import lifeboat.connectors.session.NotingJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What NETCONF servers do, each on a real socket. */
class NetconfBehavioursTest {

    private static final Timeouts PATIENT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20),
            Duration.ofSeconds(20), null);
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(3),
            Duration.ofMillis(400), null);
    private static final String ERROR = "<rpc-error><error-type>application</error-type><error-tag>%s</error-tag>"
            + "<error-severity>%s</error-severity><error-message>%s</error-message></rpc-error>";

    @TempDir
    private Path folder;

    private final List<CommandRecord> journal = new CopyOnWriteArrayList<>();

    /** Something to do in a session. */
    @FunctionalInterface
    private interface Use {
        void in(NetconfSession session) throws Exception;
    }

    private void with(Behaviour behaviour, Timeouts timeouts, Use use) throws Exception {
        try (NetconfPort port = NetconfPort.that(folder, behaviour)) {
            NetconfSession session = NetconfSession.open(port.address(), timeouts, journal::add);
            use.in(session);
        }
    }

    private void with(Behaviour behaviour, Use use) throws Exception {
        with(behaviour, PATIENT, use);
    }

    @Test
    void speaksOnlyTheOldFraming() throws Exception {
        with(line -> line.greet("1.0").answerMarked("<data>old</data>"), session ->
                assertThat(session.get("").getTextContent()).isEqualTo("old"));
    }

    @Test
    void isToldOfInTheJournalBeforeItCanAnswer() throws Exception {
        NotingJournal notes = new NotingJournal();
        List<String> sentWhenItArrived = new CopyOnWriteArrayList<>();
        try (NetconfPort port = NetconfPort.that(folder, line -> {
            line.greet("1.0");
            String request = line.hear("]]>]]>");
            sentWhenItArrived.addAll(notes.sent());
            line.trickle(NetconfPort.Line.reply(request, "<data>fine</data>") + "]]>]]>");
        })) {
            NetconfSession.open(port.address(), PATIENT, notes).get("");
        }

        assertThat(sentWhenItArrived).isNotEmpty()
                .isEqualTo(notes.records().stream().map(CommandRecord::command).toList());
    }

    @Test
    void sendsChunksOfOneByte() throws Exception {
        with(line -> line.greet("1.1").answer("<data>]]&gt;]]&gt; Zürich</data>", 1), session ->
                assertThat(session.get("").getTextContent()).isEqualTo("]]>]]> Zürich"));
    }

    @Test
    void sendsOneByteInEachPacket() throws Exception {
        with(line -> {
            line.trickle(NetconfPort.HELLO.formatted("1.0")).hear("]]>]]>");
            line.answerMarked("<data/>");
            line.trickle(NetconfPort.Line.reply(line.hear("]]>]]>"), "<data>fine]]</data>") + "]]>]]>");
        }, session -> assertThat(session.get("").getTextContent()).isEqualTo("fine]]"));
    }

    @Test
    void notifiesInBetweenAndAnswersWhatNobodyWaitsForAnyMore() throws Exception {
        with(line -> {
            line.greet("1.1");
            String request = line.hear("\n##\n");
            line.chunks("<notification xmlns=\"x\"><event/></notification>", 7)
                    .chunks("<rpc-reply message-id=\"1\" xmlns=\"%s\"><ok/></rpc-reply>".formatted(Xml.NETCONF), 9)
                    .chunks(NetconfPort.Line.reply(request, "<data>fine</data>"), 9);
        }, session -> assertThat(session.get("").getTextContent()).isEqualTo("fine"));
    }

    @Test
    void warnsAndDoesItNevertheless() throws Exception {
        with(line -> line.greet("1.1").answer(ERROR.formatted("other", "warning", "old syntax") + "<ok/>", 50),
                NetconfSession::commit);
    }

    @Test
    void refuses() throws Exception {
        with(line -> line.greet("1.1").answer(ERROR.formatted("invalid-value", "error", "no such VLAN"), 50),
                session -> assertThatThrownBy(session::commit).isInstanceOfSatisfying(CommandRejected.class, e ->
                        assertThat(e.words()).isEqualTo("invalid-value: no such VLAN"))
                        .hasMessageContaining("router1 (netconf 127.0.0.1:"));
        assertThat(journal).last().satisfies(record -> assertThat(record.failed()).isTrue());
    }

    @Test
    void hasItsConfigurationLocked() throws Exception {
        with(line -> line.greet("1.1").answer(ERROR.formatted("lock-denied", "error", "in use"), 50), session ->
                assertThatThrownBy(() -> session.change("<x/>")).isInstanceOfSatisfying(ConfigurationLocked.class, e ->
                        assertThat(e.progress()).isEqualTo(Progress.NOT_SENT)));
    }

    @Test
    void doesNotAnswer() throws Exception {
        with(line -> line.greet("1.1").hear("never"), SHORT, session -> assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(TimedOut.class, e -> assertThat(e.progress()).isEqualTo(Progress.SENT)));
    }

    @Test
    void saysHelloAndNothingElse() throws Exception {
        assertThatThrownBy(() -> with(line -> line.say(NetconfPort.HELLO.formatted("1.1")).hear("never"), SHORT,
                session -> { })).isInstanceOfSatisfying(TimedOut.class, e ->
                assertThat(e.progress()).isEqualTo(Progress.NOT_SENT)).hasMessageContaining("answers nothing");
    }

    @Test
    void seesARequestOnlyWhenAnotherFollows() throws Exception {
        with(line -> {
            line.say(NetconfPort.HELLO.formatted("1.1")).hear("]]>]]>");
            String first = line.hear("\n##\n");
            line.hear("\n##\n");
            line.chunks(NetconfPort.Line.reply(first, "<data/>"), 99).answer("<data>fine</data>", 99);
        }, session -> assertThat(session.get("").getTextContent()).isEqualTo("fine"));
    }

    @Test
    void saysNoHello() throws Exception {
        assertThatThrownBy(() -> with(line -> line.hear("never"), SHORT, session -> { })).isInstanceOf(TimedOut.class)
                .hasMessageContaining("says no NETCONF hello");
    }

    @Test
    void saysSomethingElseThanHello() throws Exception {
        assertThatThrownBy(() -> with(line -> line.say("Welcome!]]>]]>").hear("never"), session -> { }))
                .isInstanceOf(ConnectionLost.class).hasMessageContaining("this is not XML");
    }

    @Test
    void bringsADocumentTypeAlong() throws Exception {
        with(line -> line.greet("1.0").say("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>]]>]]>")
                .hear("never"), session -> assertThatThrownBy(() -> session.get(""))
                .isInstanceOf(AnswerUnreadable.class).hasMessageContaining("DOCTYPE"));
    }

    @Test
    void sendsWhatIsNoChunk() throws Exception {
        with(line -> line.greet("1.1").say("\n#many\n").hear("never"), session -> assertThatThrownBy(session::commit)
                .isInstanceOf(ConnectionLost.class));
    }

    @Test
    void hangsUpInTheMiddleOfAReply() throws Exception {
        with(line -> {
            line.greet("1.1").hear("\n##\n");
            line.say("\n#100\n<rpc-reply");
        }, session -> assertThatThrownBy(session::commit).isInstanceOfSatisfying(ConnectionLost.class, e ->
                assertThat(e.progress()).isEqualTo(Progress.SENT)));
    }

    /** Answers each request by what it asks for: the first name in it. */
    private static Behaviour answering(Map<String, String> answers) {
        return line -> {
            line.greet("1.1");
            while (true) {
                String request = line.hear("\n##\n");
                String asked = request.replaceAll("(?s).*?<rpc [^>]*>\\s*<([\\w-]+).*", "$1");
                line.chunks(NetconfPort.Line.reply(request, answers.getOrDefault(asked, "<ok/>")), 1000);
            }
        };
    }

    @Test
    void wrapsWhatIsWrongIntoTheCommitsResults() throws Exception {
        with(answering(Map.of("commit", "<commit-results xmlns=\"http://xml.juniper.net/junos\">"
                + ERROR.formatted("other", "warning", "requires a licence")
                + ERROR.formatted("", "error", "No vlan matches vlan tag 42")
                + ERROR.formatted("", "error", "configuration check-out failed") + "</commit-results>")), session ->
                assertThatThrownBy(() -> session.change("<x/>")).isInstanceOfSatisfying(CommandRejected.class, e ->
                        assertThat(e.words()).isEqualTo("No vlan matches vlan tag 42; configuration check-out "
                                + "failed")));
    }

    @Test
    void wrapsWhatIsWrongIntoTheResultsOfLoading() throws Exception {
        with(answering(Map.of("edit-config", "<load-configuration-results>" + ERROR.formatted("", "error",
                "syntax error") + "<load-error-count>1</load-error-count></load-configuration-results>")), session ->
                assertThatThrownBy(() -> session.change("<x/>")).isInstanceOf(CommandRejected.class)
                        .hasMessageContaining("syntax error"));
    }

    @Test
    void hasNoAnswerFromAPartOfIt() throws Exception {
        with(answering(Map.of("get", "<data><interfaces>" + ERROR.formatted("operation-failed", "error",
                "no answer from line card 3") + "</interfaces></data>")), session ->
                assertThatThrownBy(() -> session.get("")).isInstanceOf(CommandRejected.class)
                        .hasMessageContaining("no answer from line card 3"));
    }

    @Test
    void isLockedAndHasNoTagForIt() throws Exception {
        with(answering(Map.of("lock", ERROR.formatted("operation-failed", "error",
                "\nconfiguration database locked by:\n  admin terminal\n      exclusive\n"))), session ->
                assertThatThrownBy(() -> session.change("<x/>")).isInstanceOf(ConfigurationLocked.class)
                        .hasMessageContaining("configuration database locked by: admin terminal exclusive"));
    }

    @Test
    void refusesAChangeOfWhatIsLockedOrInUse() throws Exception {
        with(answering(Map.of("edit-config", ERROR.formatted("in-use", "error", "port eth3 is locked by policy"))),
                session -> assertThatThrownBy(() -> session.change("<x/>")).isInstanceOfSatisfying(
                        CommandRejected.class, e -> assertThat(e.progress()).isEqualTo(Progress.SENT)));
    }

    @Test
    void refusesTheGreetingsWithoutSayingWhich() throws Exception {
        with(line -> {
            line.say(NetconfPort.HELLO.formatted("1.0")).hear("]]>]]>");
            String nobody = "<rpc-reply xmlns=\"%s\">%s</rpc-reply>]]>]]>".formatted(Xml.NETCONF,
                    ERROR.formatted("other", "error", "not that"));
            line.hear("]]>]]>");
            line.hear("]]>]]>");
            line.say(nobody).say(nobody);
            line.answerMarked("<ok/>");
        }, NetconfSession::commit);
    }

    @Test
    void refusesToForgetWhatItRefused() throws Exception {
        with(answering(Map.of("edit-config", ERROR.formatted("data-exists", "error", "it is there"),
                "discard-changes", ERROR.formatted("operation-failed", "error", "not now"))), session -> {
            assertThatThrownBy(() -> session.change("<x/>")).isInstanceOf(CommandRejected.class)
                    .hasMessageContaining("it is there");
            assertThat(session.isOpen()).isFalse();
        });
    }

    @Test
    void refusesToUnlockAfterACommitThatWorked() throws Exception {
        with(answering(Map.of("unlock", ERROR.formatted("operation-failed", "error", "not now"))), session -> {
            session.change("<x/>");
            assertThat(session.isOpen()).isFalse();
        });
    }

    @Test
    void countsItsLineFeedsInItsOwnWay() throws Exception {
        with(line -> {
            line.say(NetconfPort.HELLO.formatted("1.1") + "\n").hear("]]>]]>");
            for (String content : List.of("<data/>", "<data>fine</data>", "<data>well</data>")) {
                line.say("\n\n").chunks(NetconfPort.Line.reply(line.hear("\n##\n"), content), 1000).say("\n");
            }
        }, session -> {
            assertThat(session.get("").getTextContent()).isEqualTo("fine");
            assertThat(session.get("").getTextContent()).isEqualTo("well");
        });
    }

    @Test
    void countsALineFeedToTheChunkBefore() throws Exception {
        with(line -> {
            line.greet("1.1");
            String reply = NetconfPort.Line.reply(line.hear("\n##\n"), "<data>fine</data>");
            int cut = reply.indexOf("<data>");
            line.say("\n#" + (cut + 1) + "\n" + reply.substring(0, cut) + "\n#" + (reply.length() - cut) + "\n"
                    + reply.substring(cut) + "\n##\n");
        }, session -> assertThat(session.get("").getTextContent()).isEqualTo("fine"));
    }

    @Test
    void refusesWhatItsIdCannotBeReadOf() throws Exception {
        with(line -> line.greet("1.0").say("<rpc-reply xmlns=\"%s\">%s</rpc-reply>]]>]]>".formatted(Xml.NETCONF,
                ERROR.formatted("missing-attribute", "error", "no message-id"))).hear("never"), session ->
                assertThatThrownBy(session::commit).isInstanceOf(CommandRejected.class)
                        .hasMessageContaining("no message-id"));
    }

    @Test
    void printsAControlCharacter() throws Exception {
        with(answering(Map.of("get", "<data>upl\bink</data>")), session -> assertThatThrownBy(() -> session.get(""))
                .isInstanceOf(AnswerUnreadable.class).hasMessageContaining("Unicode: 0x8"));
    }

    @Test
    void hasNoCandidate() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        with(line -> {
            line.say(NetconfPort.HELLO.formatted("1.0").replace("candidate:1.0", "writable-running:1.0"))
                    .hear("]]>]]>");
            while (true) {
                String request = line.hear("]]>]]>");
                requests.add(request);
                line.say(NetconfPort.Line.reply(request, request.contains("candidate") || request.contains("<commit")
                        ? ERROR.formatted("invalid-value", "error", "no candidate") : "<ok/>") + "]]>]]>");
            }
        }, session -> session.change("<x/>"));
        assertThat(requests).anyMatch(request -> request.contains("<edit-config><target><running/></target>"));
    }

    @Test
    void keepsWhatItRunsOnlyWhenItIsAsked() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        with(line -> {
            line.say(NetconfPort.HELLO.formatted("1.0").replace("</capabilities>",
                    "<capability>urn:ietf:params:netconf:capability:startup:1.0</capability></capabilities>"))
                    .hear("]]>]]>");
            while (true) {
                String request = line.hear("]]>]]>");
                requests.add(request);
                line.say(NetconfPort.Line.reply(request, "<ok/>") + "]]>]]>");
            }
        }, NetconfSession::save);
        assertThat(requests).anyMatch(request -> request.contains("<copy-config><target><startup/></target>"));
    }

    @Test
    void repeatsThePasswordInWhatItRefuses() throws Exception {
        with(answering(Map.of("get", ERROR.formatted("other", "error", "the password is any-secret"))), session ->
                assertThatThrownBy(() -> session.get("")).isInstanceOf(CommandRejected.class)
                        .hasMessageContaining("the password is ***").hasMessageNotContaining("any-secret"));
        assertThat(journal.toString()).doesNotContain("any-secret");
    }
}
