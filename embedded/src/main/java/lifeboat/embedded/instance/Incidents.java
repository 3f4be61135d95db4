package lifeboat.embedded.instance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.deployment.CaughtErrors;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.job.Jobs;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.history.HistoricIncidentQuery;
import org.operaton.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.operaton.bpm.engine.impl.persistence.entity.JobEntity;
import org.operaton.bpm.engine.runtime.Incident;
import org.operaton.bpm.engine.runtime.Job;

/** What waits for an operator, and letting it go on. */
public class Incidents {

    private static final Pattern NO_PROCESS = Pattern.compile("no processes deployed with key '([^']*)'");
    private static final String JOB_INCIDENT = "failedExternalTask";

    private final RuntimeService runtime;
    private final HistoryService history;
    private final ManagementService management;
    private final Jobs jobs;

    public Incidents(EmbeddedEngine engine, Jobs jobs) {
        this.runtime = engine.operaton().getRuntimeService();
        this.history = engine.operaton().getHistoryService();
        this.management = engine.operaton().getManagementService();
        this.jobs = jobs;
    }

    /** Those that there are or were, oldest first: all of them, or one, or those of one instance. */
    public List<HistoricIncident> all(Optional<String> incidentId, Optional<String> processInstanceId) {
        HistoricIncidentQuery query = history.createHistoricIncidentQuery();
        incidentId.ifPresent(query::incidentId);
        processInstanceId.ifPresent(query::processInstanceId);
        return query.orderByCreateTime().asc().list().stream().filter(Incidents::isItsOwn).toList();
    }

    /** The engine copies the incident of a called process to those that called it. */
    private static boolean isItsOwn(HistoricIncident incident) {
        return incident.getId().equals(incident.getCauseIncidentId());
    }

    /** The process instances that wait now, those that called one that does among them. */
    public Set<String> instancesThatWait(Optional<String> processInstanceId) {
        return openAndCopied(processInstanceId).map(HistoricIncident::getProcessInstanceId)
                .collect(Collectors.toSet());
    }

    /** Those that wait now. */
    public List<HistoricIncident> open(Optional<String> processInstanceId) {
        return openAndCopied(processInstanceId).filter(Incidents::isItsOwn).toList();
    }

    private Stream<HistoricIncident> openAndCopied(Optional<String> processInstanceId) {
        HistoricIncidentQuery query = history.createHistoricIncidentQuery().open();
        processInstanceId.ifPresent(query::processInstanceId);
        return query.list().stream();
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
            return new IncidentType.Marked(JOB_INCIDENT.equals(incident.getIncidentType())
                    ? IncidentType.JOB_NO_RETRIES : typeOf(message), message);
        });
    }

    /** The engine's own words for what Zeebe has a type for. */
    private static IncidentType typeOf(String message) {
        return message.contains("No outgoing sequence flow") ? IncidentType.CONDITION_ERROR
                : CaughtErrors.isNoHandler(message) ? IncidentType.UNHANDLED_ERROR_EVENT
                : IncidentType.UNKNOWN;
    }

    /**
     * Whether what failed is entering the element: the engine has no element instance yet, or never had one, where
     * Zeebe has.
     */
    public boolean isBeforeElement(HistoricIncident incident) {
        if (isAboutJob(incident) || incident.isResolved()) {
            return false;
        }
        if (incident.isDeleted()) {
            return history.createHistoricJobLogQuery().jobId(incident.getConfiguration())
                    .jobDefinitionType(AsyncContinuationJobHandler.TYPE).count() > 0;
        }
        Job job = management.createJobQuery().jobId(incident.getConfiguration()).singleResult();
        return job != null && AsyncContinuationJobHandler.TYPE.equals(((JobEntity) job).getJobHandlerType());
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
