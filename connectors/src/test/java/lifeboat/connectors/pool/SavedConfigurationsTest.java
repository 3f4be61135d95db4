package lifeboat.connectors.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.failure.SessionException.NotSaved;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import org.junit.jupiter.api.Test;

/** What is known of a device that several change and save at once. */
class SavedConfigurationsTest {

    private static final DeviceAddress DEVICE = new DeviceAddress("sw1", "plain", DeviceAddress.Protocol.TELNET,
            "nowhere", 1, new Login("mcs", null, null, null, Map.of()), null);

    private final SavedConfigurations saved = new SavedConfigurations();

    private static void works() {
        // it says nothing
    }

    private static void isBusy() throws SessionException {
        throw new AnswerUnreadable("it is busy");
    }

    @Test
    void isConfirmedByASaveAfterTheChange() throws Exception {
        assertThat(saved.changing(DEVICE, () -> "done", SavedConfigurationsTest::works)).isEqualTo("done");

        assertThat(saved.isConfirmed(DEVICE)).isTrue();
        assertThat(saved.whyNot(DEVICE)).isEmpty();
    }

    @Test
    void isNotConfirmedByASaveThatBeganBeforeTheChange() throws Exception {
        saved.saving(DEVICE, () -> assertThatThrownBy(() -> saved.changing(DEVICE, () -> "done",
                SavedConfigurationsTest::isBusy)).isInstanceOf(NotSaved.class));

        assertThat(saved.isConfirmed(DEVICE)).isFalse();
        assertThat(saved.whyNot(DEVICE)).contains("it is busy");
    }

    @Test
    void isNotConfirmedWhenALateChangeMayFollow() throws Exception {
        saved.changing(DEVICE, () -> "done", SavedConfigurationsTest::works);

        saved.changedLate(DEVICE);

        assertThat(saved.isConfirmed(DEVICE)).isFalse();
    }

    @Test
    void saysNothingWhileItIsBeingChanged() throws Exception {
        saved.changing(DEVICE, () -> {
            assertThat(saved.whyNot(DEVICE)).isEmpty();
            return "done";
        }, SavedConfigurationsTest::works);
    }

    @Test
    void saysThatSavingWasNotTriedAfterAChangeThatFailed() {
        assertThatThrownBy(() -> saved.changing(DEVICE, () -> {
            throw new AnswerUnreadable("half of it");
        }, SavedConfigurationsTest::works)).hasMessage("half of it");

        assertThat(saved.whyNot(DEVICE)).contains("it was changed, and it was not tried to save it");
    }
}
