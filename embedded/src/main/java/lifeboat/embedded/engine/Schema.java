package lifeboat.embedded.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The embedded engine's own tables, and what makes searches in the engine's tables fast: numbered scripts, some
 * for one database only, each of which is run once.
 */
class Schema {

    private static final String SCRIPTS = "classpath:lifeboat/embedded/schema/";
    private static final String COMMON = "common";
    private static final String DONE = "EMBEDDED_SCHEMA";

    private final DataSource database;

    Schema(DataSource database) {
        this.database = database;
    }

    /** Brings the schema up to date, also where that failed before; the engine's own tables must be there. */
    void migrate() {
        Flyway scripts = Flyway.configure().dataSource(database).locations(SCRIPTS + COMMON, SCRIPTS + product())
                .table(DONE).baselineOnMigrate(true).baselineVersion("0").load();
        scripts.repair();
        scripts.migrate();
    }

    private String product() {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's database does not answer: " + e.getMessage(), e);
        }
    }
}
