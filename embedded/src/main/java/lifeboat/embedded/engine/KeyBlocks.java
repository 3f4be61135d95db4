package lifeboat.embedded.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.operaton.bpm.engine.impl.cfg.IdGenerator;

/**
 * Hands out keys, taken from the database a block at a time over a connection of its own: a command that needs a key
 * already holds a connection, and commands that wait for each other's would wait for ever.
 */
class KeyBlocks implements IdGenerator {

    private static final int BLOCK = 1000;

    private final DataSource dataSource;
    private long next;
    private long end;

    KeyBlocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public synchronized String getNextId() {
        if (next >= end) {
            takeBlock();
        }
        return String.valueOf(next++);
    }

    private void takeBlock() {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (ResultSet counter = statement.executeQuery("select VALUE_ from ACT_GE_PROPERTY where NAME_ = "
                    + "'next.dbid' for update")) {
                counter.next();
                next = counter.getLong(1);
            }
            end = next + BLOCK;
            statement.executeUpdate("update ACT_GE_PROPERTY set VALUE_ = '%d' where NAME_ = 'next.dbid'"
                    .formatted(end));
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("No new keys can be had from the database", e);
        }
    }
}
