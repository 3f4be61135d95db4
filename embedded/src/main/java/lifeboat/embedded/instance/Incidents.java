package lifeboat.embedded.instance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.CaughtErrors;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.job.Jobs;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.history.IncidentState;
import org.operaton.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.operaton.bpm.engine.runtime.Incident;

/** What waits for an operator, and letting it go on. */
public class Incidents {

    private static final Pattern NO_PROCESS = Pattern.compile("no processes deployed with key '([^']*)'");

    /** The engine copies the incident of a called process to those that called it. */
    public static final String ITS_OWN = "ID_ = CAUSE_INCIDENT_ID_";

    /** The type of those that are about a job. */
    public static final String JOB_INCIDENT = "failedExternalTask";
    private static final int AT_ONCE = 1000;
    private static final String CONTINUATION = AsyncContinuationJobHandler.TYPE;

    /**
     * What failed is entering the element: the engine has no element instance yet, or never had one, where Zeebe has.
     */
    public static final String BEFORE_ELEMENT = """
            %s and INCIDENT_TYPE_ <> '%s'
            and (INCIDENT_STATE_ = %d and exists (select 1 from ACT_RU_JOB J
            where J.ID_ = CONFIGURATION_ and J.HANDLER_TYPE_ = '%s')
            or INCIDENT_STATE_ = %d and exists (select 1 from ACT_HI_JOB_LOG L
            where L.JOB_ID_ = CONFIGURATION_ and L.JOB_DEF_TYPE_ = '%s'))""".formatted(ITS_OWN, JOB_INCIDENT,
            IncidentState.DEFAULT.getStateCode(), CONTINUATION, IncidentState.DELETED.getStateCode(), CONTINUATION);

    private final Commands commands;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final Jobs jobs;

    public Incidents(EmbeddedEngine engine, Commands commands, Jobs jobs) {
        this.commands = commands;
        this.runtime = engine.operaton().getRuntimeService();
        this.management = engine.operaton().getManagementService();
        this.jobs = jobs;
    }

    /** Those with the given ids, in that order. */
    public List<HistoricIncident> withIds(List<String> ids) {
        return commands.inTransaction(context -> ids.stream()
                .map(id -> (HistoricIncident) context.getHistoricIncidentManager().findHistoricIncidentById(id))
                .filter(Objects::nonNull).toList());
    }

    /** Which of these process instances wait now, be it because one that they called does. */
    public Set<String> waiting(Collection<String> processInstanceIds) {
        return Set.copyOf(ids("select distinct PROC_INST_ID_ from ACT_RU_INCIDENT where PROC_INST_ID_ in (%s)",
                processInstanceIds));
    }

    /** Those of these process instances that wait now. */
    public List<HistoricIncident> open(Collection<String> processInstanceIds) {
        return withIds(ids("select ID_ from ACT_RU_INCIDENT where " + ITS_OWN + " and PROC_INST_ID_ in (%s)",
                processInstanceIds));
    }

    /** The element instances of jobs that failed in these process instances, by the jobs' keys. */
    public Map<String, String> elementInstancesOfFailedJobs(Collection<String> processInstanceIds) {
        return rows(row -> Map.entry(row.getString(1), row.getString(2)), "select EXT_TASK_ID_, ACT_INST_ID_ "
                + "from ACT_HI_EXT_TASK_LOG where PROC_INST_ID_ in (%s)", processInstanceIds).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> same));
    }

    private List<String> ids(String sql, Collection<String> among) {
        return rows(row -> row.getString(1), sql, among);
    }

    private <R> List<R> rows(Sql.Row<R> row, String sql, Collection<String> among) {
        List<String> all = List.copyOf(among);
        List<R> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            found.addAll(commands.inTransaction(context -> new Sql(context).query(row,
                    sql.replace("%s", String.join(", ", Collections.nCopies(some.size(), "?"))), some.toArray())));
        }
        return found;
    }

    /** The type and the message an incident was raised with. */
    public static IncidentType.Marked describe(HistoricIncident incident) {
        return IncidentType.read(incident.getIncidentMessage()).orElseGet(() -> {
            String message = incident.getIncidentMessage() == null ? "" : incident.getIncidentMessage();
            Matcher noProcess = NO_PROCESS.matcher(message);
            if (noProcess.find()) {
                return new IncidentType.Marked(IncidentType.CALLED_ELEMENT_ERROR, ("Expected process with BPMN process "
                        + "id '%s' to be deployed, but not found.").formatted(noProcess.group(1)));
            }
            return new IncidentType.Marked(typeOf(message), message);
        });
    }

    /** The engine's own words for what Zeebe has a type for. */
    private static IncidentType typeOf(String message) {
        return message.contains("No outgoing sequence flow") ? IncidentType.CONDITION_ERROR
                : CaughtErrors.isNoHandler(message) ? IncidentType.UNHANDLED_ERROR_EVENT
                : IncidentType.UNKNOWN;
    }

    /** Those among the given ones where what failed is entering the element. */
    public Set<String> beforeElement(Collection<String> ids) {
        return Set.copyOf(ids("select ID_ from ACT_HI_INCIDENT where " + BEFORE_ELEMENT + " and ID_ in (%s)", ids));
    }

    /** Whether the incident is about a job, whose key is then its configuration. */
    public static boolean isAboutJob(HistoricIncident incident) {
        return JOB_INCIDENT.equals(incident.getIncidentType());
    }

    public void resolve(long incidentKey) {
        Incident incident = runtime.createIncidentQuery().incidentId(String.valueOf(incidentKey)).singleResult();
        if (incident == null) {
            throw Rejection.notFound("RESOLVE",
                    "Expected to resolve incident with key '%d', but no such incident was found", incidentKey);
        }
        if (JOB_INCIDENT.equals(incident.getIncidentType())) {
            jobs.resume(incident.getConfiguration(), incidentKey);
        } else {
            management.setJobRetries(incident.getConfiguration(), 1);
        }
    }
}
