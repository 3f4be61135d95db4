package lifeboat.embedded.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.operaton.bpm.engine.impl.cfg.TransactionContext;
import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/** Statements on the embedded engine's own tables, in the transaction of the command that runs. */
public class Sql {

    private static final String UNIQUE_VIOLATION = "23505";

    private final TransactionContext transaction;
    private final Connection connection;
    private boolean takesPart;

    public Sql(CommandContext command) {
        transaction = command.getTransactionContext();
        connection = command.getDbSqlSession().getSqlSession().getConnection();
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @return how many rows were touched */
    public int update(String sql, Object... values) {
        takePart();
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded engine's tables cannot be written: " + sql, e);
        }
    }

    /** @return whether it was inserted; false if a unique index has its values already */
    public boolean insert(String sql, Object... values) {
        takePart();
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw new IllegalStateException("The embedded engine's tables cannot be written: " + sql, e);
        }
    }

    /** The engine ends a transaction in the database only if it wrote something itself. */
    private void takePart() {
        if (takesPart) {
            return;
        }
        takesPart = true;
        transaction.addTransactionListener(TransactionState.COMMITTING, context -> end(Connection::commit));
        transaction.addTransactionListener(TransactionState.ROLLINGBACK, context -> end(Connection::rollback));
    }

    @FunctionalInterface
    private interface End {
        void apply(Connection connection) throws SQLException;
    }

    private void end(End end) {
        try {
            end.apply(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded engine's tables cannot be written", e);
        }
    }

    public <T> List<T> query(Row<T> row, String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values); ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded engine's tables cannot be read: " + sql, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
