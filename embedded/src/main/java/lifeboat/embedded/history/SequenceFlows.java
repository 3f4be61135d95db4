package lifeboat.embedded.history;

import java.util.List;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Sql;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.context.Context;

/** The sequence flows that process instances took, which the engine's own history does not tell. */
public class SequenceFlows {

    /** Remembers a flow that is taken, inside the transaction. */
    public static class FlowListener implements ExecutionListener {

        @Override
        public void notify(DelegateExecution execution) {
            new Sql(Context.getCommandContext()).update("insert into EMBEDDED_SEQUENCE_FLOW values (?, ?)",
                    Long.parseLong(execution.getProcessInstanceId()), execution.getCurrentTransitionId());
        }
    }

    private final Commands commands;

    public SequenceFlows(Commands commands) {
        this.commands = commands;
    }

    /** The ids of the flows an instance took, each once. */
    public List<String> taken(long processInstanceKey) {
        return commands.inTransaction(context -> new Sql(context).query(row -> row.getString(1),
                "select distinct FLOW_ID from EMBEDDED_SEQUENCE_FLOW where PROCESS_INSTANCE_KEY = ?",
                processInstanceKey));
    }

    public void forget(String processInstanceId) {
        update("delete from EMBEDDED_SEQUENCE_FLOW where PROCESS_INSTANCE_KEY = ?", Long.parseLong(processInstanceId));
    }

    public void purge() {
        update("delete from EMBEDDED_SEQUENCE_FLOW");
    }

    private void update(String sql, Object... values) {
        commands.inTransaction(context -> new Sql(context).update(sql, values));
    }
}
