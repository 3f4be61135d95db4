package lifeboat.app.controller;

import java.nio.file.Path;

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
        return new EngineDatabase("jdbc:h2:file:%s;WRITE_DELAY=0;QUERY_CACHE_SIZE=512;DB_CLOSE_ON_EXIT=FALSE"
                .formatted(folder.toAbsolutePath().resolve("engine")), "sa", "");
    }

    @Override
    public String toString() {
        return "%s as %s".formatted(url, user);
    }
}
