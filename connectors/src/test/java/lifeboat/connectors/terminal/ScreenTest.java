package lifeboat.connectors.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final Screen screen = new Screen();

    private void receive(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        screen.received(bytes, 0, bytes.length);
    }

    @Test
    void forgetsAPagerThatIsThereStill() throws Exception {
        receive("one\r\n--More--");

        assertThat(screen.forgetFrom("--More--", screen.arrivals())).isTrue();
        assertThat(screen.text()).isEqualTo("one\n");
    }

    @Test
    void forgetsNothingWhenMoreHasCome() throws Exception {
        receive("one\r\n--More--");
        long seen = screen.arrivals();
        receive("s than that");

        assertThat(screen.forgetFrom("--More--", seen)).isFalse();
        assertThat(screen.text()).isEqualTo("one\n--More--s than that");
    }

    @Test
    void forgetsNothingThatHasBeenRubbedOut() throws Exception {
        receive("one\r\n--More--\r\u001b[K");

        assertThat(screen.forgetFrom("--More--", screen.arrivals())).isFalse();
    }
}
