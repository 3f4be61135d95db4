package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.ProcessDefinitionElementStatisticsQueryResult;
import io.camunda.client.protocol.rest.ProcessElementStatisticsResult;
import io.camunda.client.protocol.rest.ProcessInstanceElementStatisticsQueryResult;
import java.util.List;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.instance.Incidents;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** How many instances of each element there are and were, of one process instance or of all of a process. */
public class ElementStatistics {

    private static final String COUNT = """
            select E, sum(ACTIVE), sum(CANCELED), sum(WAITING), sum(COMPLETED) from (
              select replace(ACT_ID_, '%1$s', '') E, case when END_TIME_ is null then 1 else 0 end ACTIVE,
                case when ACT_INST_STATE_ = 2 and END_TIME_ is not null then 1 else 0 end CANCELED, 0 WAITING,
                case when END_TIME_ is not null and coalesce(ACT_INST_STATE_, 0) <> 2 then 1 else 0 end COMPLETED
              from ACT_HI_ACTINST where %2$s = ?
              union all
              select replace(ACTIVITY_ID_, '%1$s', ''), case when %3$s then 1 else 0 end, 0, 1, 0
              from ACT_HI_INCIDENT where %4$s and END_TIME_ is null and %2$s = ?) COUNTED
            group by E order by E""";

    private final Commands commands;

    public ElementStatistics(Commands commands) {
        this.commands = commands;
    }

    public ProcessInstanceElementStatisticsQueryResult ofInstance(String processInstanceKey) {
        return new ProcessInstanceElementStatisticsQueryResult().items(count("PROC_INST_ID_", processInstanceKey));
    }

    /**
     * @param body a v2 query, without filter
     * @throws UnsupportedSearchException if it has one
     */
    public ProcessDefinitionElementStatisticsQueryResult ofProcess(ProcessDefinition process, String body) {
        for (JsonNode constraint : Search.query(body).path("filter")) {
            if (!SearchedFields.isNone(constraint)) {
                throw new UnsupportedSearchException("Statistics of some of a process's instances are not supported "
                        + "by the embedded engine: leave out the filter");
            }
        }
        return new ProcessDefinitionElementStatisticsQueryResult().items(count("PROC_DEF_ID_", process.getId()));
    }

    private List<ProcessElementStatisticsResult> count(String column, String value) {
        String sql = COUNT.formatted(BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX, column, Incidents.BEFORE_ELEMENT,
                Incidents.ITS_OWN);
        return commands.inTransaction(context -> new Sql(context).query(row -> new ProcessElementStatisticsResult()
                .elementId(row.getString(1)).active(row.getLong(2)).canceled(row.getLong(3)).incidents(row.getLong(4))
                .completed(row.getLong(5)), sql, value, value));
    }
}
