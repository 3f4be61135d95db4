package lifeboat.embedded.engine;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/**
 * H2 closes a database whose disk is full, or otherwise fails, and says so on each connection for ever. Such a
 * connection is of no use any more: a new one opens the database again, as soon as that is possible.
 */
public class ClosedDatabase implements SQLExceptionOverride {

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException one && (one.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED
                    || one.getErrorCode() == ErrorCode.CONNECTION_BROKEN_1
                    || one.getErrorCode() == ErrorCode.GENERAL_ERROR_1
                    || one.getErrorCode() == ErrorCode.IO_EXCEPTION_1)) {
                return Override.MUST_EVICT;
            }
        }
        return Override.CONTINUE_EVICT;
    }
}
