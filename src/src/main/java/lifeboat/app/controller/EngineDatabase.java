package lifeboat.app.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import lifeboat.evidence.log.OwnersFile;

/**
 * Where an embedded engine keeps its state.
 *
 * @param url a JDBC URL for H2 or PostgreSQL
 */
public record EngineDatabase(String url, String user, String password) {

    /**
     * A file of its own in a folder. Without {@code WRITE_DELAY=0} a crash would lose what was acknowledged; with
     * {@code DB_CLOSE_ON_EXIT} the file would be closed before the engine has ended.
     */
    public static EngineDatabase in(Path folder) {
        return in(folder, "");
    }

    private static EngineDatabase in(Path folder, String password) {
        return new EngineDatabase("jdbc:h2:file:%s;WRITE_DELAY=0;QUERY_CACHE_SIZE=512;DB_CLOSE_ON_EXIT=FALSE"
                .formatted(folder.toAbsolutePath().resolve("engine")), "sa", password);
    }

    /**
     * The same with a password of its own, which is generated once and kept beside it. A file from before that has none
     * is given one.
     *
     * @throws SQLException if that cannot be opened
     */
    public static EngineDatabase protectedIn(Path folder) throws IOException, SQLException {
        Path file = folder.resolve("engine-password");
        if (!Files.exists(file)) {
            Path next = folder.resolve("engine-password.next");
            if (!Files.exists(next)) {
                OwnersFile.write(next, EngineLogin.ofThisRun().password());
            }
            if (Files.exists(folder.resolve("engine.mv.db"))) {
                protect(in(folder), in(folder, Files.readString(next)));
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return in(folder, Files.readString(file));
    }

    /** Unless that was done already, and the controller ended before it had noted that. */
    private static void protect(EngineDatabase before, EngineDatabase after) throws SQLException {
        try (Connection connection = after.connect()) {
            return;
        } catch (SQLInvalidAuthorizationSpecException e) {
            try (Connection connection = before.connect(); Statement statement = connection.createStatement()) {
                statement.execute("ALTER USER sa SET PASSWORD '%s'".formatted(after.password()));
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return "%s as %s".formatted(url, user);
    }
}
