package lifeboat.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The same behaviours with the state in PostgreSQL. {@code LIFEBOAT_TEST_POSTGRES} says where one runs, as {@code
 * host:port}; its user {@code lifeboat} may create databases without a password.
 */
@EnabledIfEnvironmentVariable(named = "LIFEBOAT_TEST_POSTGRES", matches = ".+")
class PostgresEngineTest extends EngineBehaviours {

    private static final String USER = "lifeboat";

    PostgresEngineTest() throws SQLException {
        super(RunningEngine.on(freshDatabase(), USER, false));
    }

    private static String freshDatabase() throws SQLException {
        String server = "jdbc:postgresql://" + System.getenv("LIFEBOAT_TEST_POSTGRES");
        String name = "behaviours_" + System.nanoTime();
        try (Connection connection = DriverManager.getConnection(server + "/postgres", USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return server + "/" + name;
    }
}
