package lifeboat.app.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's H2 file has a password of its own, whenever the controller was killed. */
class EngineDatabaseTest {

    @TempDir
    private Path folder;

    private static void connect(EngineDatabase database) throws SQLException {
        DriverManager.getConnection(database.url(), database.user(), database.password()).close();
    }

    private void assertProtected() throws Exception {
        EngineDatabase database = EngineDatabase.protectedIn(folder);

        assertThat(database.password()).hasSizeGreaterThan(20);
        connect(database);
        assertThatThrownBy(() -> connect(EngineDatabase.in(folder))).isInstanceOf(SQLException.class)
                .hasMessageContaining("Wrong user name or password");
        assertThat(EngineDatabase.protectedIn(folder)).isEqualTo(database);
        assertThat(folder.resolve("engine-password.next")).doesNotExist();
    }

    @Test
    void hasOneFromTheBeginning() throws Exception {
        connect(EngineDatabase.protectedIn(folder));

        assertProtected();
    }

    @Test
    void getsOneIfItIsFromBefore() throws Exception {
        connect(EngineDatabase.in(folder));

        assertProtected();
    }

    @Test
    void hasOneWhenTheControllerWasKilledBeforeItHadNotedThat() throws Exception {
        EngineDatabase before = EngineDatabase.in(folder);
        Files.writeString(folder.resolve("engine-password.next"), "written-and-not-noted-yet");
        try (Connection connection = DriverManager.getConnection(before.url(), before.user(), before.password());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER sa SET PASSWORD 'written-and-not-noted-yet'");
        }

        assertProtected();
    }

    @Test
    void hasOneWhenTheControllerWasKilledBeforeItWasGiven() throws Exception {
        connect(EngineDatabase.in(folder));
        Files.writeString(folder.resolve("engine-password.next"), "written-and-not-given-yet");

        assertProtected();
    }
}
