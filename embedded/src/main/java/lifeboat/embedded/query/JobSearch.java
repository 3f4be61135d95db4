package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.JobKindEnum;
import io.camunda.client.protocol.rest.JobListenerEventTypeEnum;
import io.camunda.client.protocol.rest.JobSearchResult;
import io.camunda.client.protocol.rest.JobStateEnum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.bpmn.Listener;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.job.Jobs;
import lifeboat.embedded.job.OpenJob;
import org.operaton.bpm.engine.externaltask.ExternalTask;

/** Jobs that are not done: those that are done leave no trace of their own. */
public class JobSearch {

    private static final Set<String> DONE = Set.of("COMPLETED", "CANCELED");
    private final Jobs jobs;
    private final Search search;

    public JobSearch(Jobs jobs, Commands commands) {
        this.jobs = jobs;
        this.search = new Search(commands);
    }

    private SearchedTable table() {
        return new SearchedTable("ACT_RU_EXT_TASK", Optional.empty(), Optional.of("EMBEDDED_EXT_TASK_ORDER"),
                List.of("CREATE_TIME_", "ID_"),
                Map.of("jobKey", Column.few("ID_"),
                        "type", Column.text("TOPIC_NAME_").by("EMBEDDED_EXT_TASK_TYPE"),
                        "elementId", Column.text("ACT_ID_"),
                        "processInstanceKey", Column.few("PROC_INST_ID_"),
                        "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                        "deadline", Column.date("LOCK_EXP_TIME_"),
                        "state", Column.oneOf(Map.of("CREATED", jobs.created())),
                        "processDefinitionKey", Column.lastPart("PROC_DEF_ID_"),
                        "kind", Column.oneOf(Map.of("BPMN_ELEMENT", "PRIORITY_ = 0",
                                "EXECUTION_LISTENER", "PRIORITY_ > 0", "TASK_LISTENER", "PRIORITY_ < 0")),
                        "tenantId", Column.always(Camunda.TENANT)));
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        JsonNode query = Search.query(body);
        Search.equal(query, "state").filter(DONE::contains).ifPresent(state -> {
            throw new UnsupportedSearchException(("There is nothing to tell of jobs in state '%s': jobs that are done "
                    + "are not kept by the embedded engine").formatted(state));
        });
        return search.search(query, JobSearchResult.class, new Source<>(table(), rows -> jobs.open(
                search.ids(rows)).stream()
                .map(JobSearch::result).toList()));
    }

    private static JobSearchResult result(OpenJob job) {
        ExternalTask task = job.task();
        return new JobSearchResult()
                .jobKey(task.getId())
                .type(task.getTopicName())
                .kind(JobKindEnum.fromValue(Listener.kind(job.listener().map(Listener::event))))
                .listenerEventType(JobListenerEventTypeEnum.fromValue(job.listener()
                        .map(listener -> listener.event().name()).orElse("UNSPECIFIED")))
                .state(JobStateEnum.fromValue(job.state()))
                .worker(job.worker())
                .retries(job.retries())
                .deadline(Times.text(task.getLockExpirationTime()))
                .errorMessage(IncidentType.read(task.getErrorMessage()).map(IncidentType.Marked::message)
                        .orElse(task.getErrorMessage()))
                .hasFailedWithRetriesLeft(task.getErrorMessage() != null && job.retries() > 0)
                .isDenied(false)
                .customHeaders(job.headers())
                .elementId(task.getActivityId())
                .elementInstanceKey(String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId())))
                .processInstanceKey(task.getProcessInstanceId())
                .processDefinitionId(task.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(task.getProcessDefinitionId())))
                .tenantId(Camunda.TENANT);
    }
}
