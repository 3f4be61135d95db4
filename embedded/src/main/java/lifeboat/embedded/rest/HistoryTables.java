package lifeboat.embedded.rest;

import java.util.List;
import java.util.Map;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.rest.SearchedTable.Column;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;

/** The engine's history as it is searched, and what makes that fast. */
final class HistoryTables {

    private static final String WITH_INCIDENT =
            "exists (select 1 from ACT_RU_INCIDENT I where I.PROC_INST_ID_ = ACT_HI_PROCINST.ID_)";

    static final SearchedTable PROCESS_INSTANCES = new SearchedTable("ACT_HI_PROCINST", List.of("START_TIME_", "ID_"),
            Map.of("processInstanceKey", Column.text("ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                    "parentProcessInstanceKey", Column.text("SUPER_PROCESS_INSTANCE_ID_"),
                    "startDate", Column.date("START_TIME_"),
                    "endDate", Column.date("END_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null",
                            "COMPLETED", "STATE_ = 'COMPLETED'",
                            "TERMINATED", "END_TIME_ is not null and STATE_ <> 'COMPLETED'")),
                    "hasIncident", Column.oneOf(Map.of("true", WITH_INCIDENT, "false",
                            "not " + WITH_INCIDENT)),
                    "tenantId", Column.oneOf(Map.of(Camunda.TENANT, "ID_ is not null"))));

    static final SearchedTable ELEMENT_INSTANCES = new SearchedTable("ACT_HI_ACTINST",
            List.of("START_TIME_", "SEQUENCE_COUNTER_"),
            Map.of("processInstanceKey", Column.text("PROC_INST_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                    "elementId", Column.text("replace(ACT_ID_, '%s', '')".formatted(
                            BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX)),
                    "startDate", Column.date("START_TIME_"),
                    "endDate", Column.date("END_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null",
                            "COMPLETED", "END_TIME_ is not null and coalesce(ACT_INST_STATE_, 0) <> 2",
                            "TERMINATED", "END_TIME_ is not null and ACT_INST_STATE_ = 2")),
                    "tenantId", Column.oneOf(Map.of(Camunda.TENANT, "ID_ is not null"))));

    private HistoryTables() {
    }

    /** Makes the indices that are not there yet: the engine's own do not sort by time. */
    static void createIndices(Sql sql) {
        sql.update("create index if not exists EMBEDDED_PROCINST_ORDER on ACT_HI_PROCINST (START_TIME_, ID_)");
        sql.update("create index if not exists EMBEDDED_ACTINST_ORDER on ACT_HI_ACTINST "
                + "(START_TIME_, SEQUENCE_COUNTER_)");
    }
}
