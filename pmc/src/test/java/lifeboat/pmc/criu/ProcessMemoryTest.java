package lifeboat.pmc.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.ProcessBackend.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Watches the memory of another real process: one that changes a part of it all the time. */
@EnabledOnOs(OS.LINUX)
class ProcessMemoryTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String PROGRAM = """
            import sys
            memory = bytearray(b'x' * (32 << 20))
            sys.stdout.write('ready\\n')
            sys.stdout.flush()
            while True:
                for page in range(0, 8 << 20, 4096):
                    memory[page] = (memory[page] + 1) % 256
            """;

    @Test
    void seesAboutHowMuchChanges() throws Exception {
        Process process = new ProcessBuilder("python3", "-c", PROGRAM).start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");

            Memory memory = ProcessMemory.watch(process.pid());

            assertThat(memory.bytes()).isBetween(32L * MEBIBYTE, 60L * MEBIBYTE);
            assertThat(memory.changingBytes()).isBetween(5L * MEBIBYTE, 12L * MEBIBYTE);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesAProcessThatIsNotThere() {
        assertThatThrownBy(() -> ProcessMemory.watch(Integer.MAX_VALUE)).isInstanceOf(CommandRefused.class)
                .hasMessageContaining("cannot be watched");
    }
}
