package lifeboat.connectors.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException.HostKeyRefused;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ModeRoutes to log in by SSH, and not to. */
class SshLoginTest {

    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10), null);

    @TempDir
    private Path folder;

    private final ScriptedDevice device = new ScriptedDevice();
    private SshPort port;
    private Secret password;

    @BeforeEach
    void open() throws Exception {
        password = secret(ScriptedDevice.PASSWORD);
        port = new SshPort(device, folder.resolve("hostkey"));
    }

    @AfterEach
    void close() throws Exception {
        port.close();
    }

    private Secret secret(String text) throws Exception {
        return new SecretReference("file:" + Files.writeString(Files.createTempFile(folder, "secret", ""), text + "\n"));
    }

    private CliSession logIn(Secret secret, String fingerprint) throws Exception {
        return CliSession.open(port.address(secret, fingerprint), new DeviceDefinitions().get("scripted")
                .with(TIMEOUTS), command -> { });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password: ", "Password: |User name: ", "Login: |Password for mcs: "})
    void answersSeveralQuestionsInAnyOrder(String questions) throws Exception {
        port.asks(questions.split("\\|"));

        try (CliSession session = logIn(password, port.fingerprint())) {
            assertThat(session.run("show path none")).isEqualTo("no path");
        }
    }

    @Test
    void wantsToKnowWhetherOneAgrees() throws Exception {
        port.asks("Do you accept and acknowledge the statement above ? (yes/no) : ", "Password: ");

        try (CliSession session = logIn(password, port.fingerprint())) {
            assertThat(session.run("show path none")).isEqualTo("no path");
        }
    }

    @Test
    void givesUpAtAQuestionItHasNoAnswerTo() throws Exception {
        port.asks("Password: ", "Token: ");

        assertThatThrownBy(() -> logIn(password, port.fingerprint())).isInstanceOf(LoginRefused.class)
                .hasMessageContaining("does not accept user mcs")
                .hasMessageNotContaining(ScriptedDevice.PASSWORD);
    }

    @Test
    void tellsARefusedPasswordFromARefusedHostKey() throws Exception {
        assertThatThrownBy(() -> logIn(secret("wrong"), port.fingerprint())).isInstanceOf(LoginRefused.class);
        assertThatThrownBy(() -> logIn(password, "SHA256:" + "A".repeat(43))).isInstanceOf(HostKeyRefused.class)
                .hasMessageContaining("which the inventory pins");
    }
}
