package lifeboat.workers.evidence;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.search.response.UserTask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.evidence.record.Fact.ElementPassed;
import lifeboat.evidence.record.Fact.IncidentRaised;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the engine knows of a migration, for the evidence. What it does not say in time is left out. */
@Component
class EngineRecords {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRecords.class);
    private static final int ALL = 500;

    private final CamundaClient client;
    private final Map<Long, String> hashes = new ConcurrentHashMap<>();

    EngineRecords(CamundaClient client) {
        this.client = client;
    }

    /** The SHA-256 of the BPMN file that a job's process is made of, in hexadecimal; null if the engine does not say. */
    String bpmnSha256(ActivatedJob job) {
        try {
            return hashes.computeIfAbsent(job.getProcessDefinitionKey(), key -> sha256(client
                    .newProcessDefinitionGetXmlRequest(key).send().join()));
        } catch (ClientException e) {
            LOG.info("The engine does not say which BPMN file it executes: {}", e.getMessage());
            return null;
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
                    text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The way through the diagram so far, oldest first. */
    List<ElementPassed> elements(long migration) {
        return client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(migration))
                .sort(s -> s.startDate().asc()).page(p -> p.limit(ALL)).send().join().items().stream()
                .map(EngineRecords::passed).toList();
    }

    private static ElementPassed passed(ElementInstance element) {
        return new ElementPassed(element.getElementId(), element.getElementName(),
                element.getType().name().toLowerCase(), element.getState().name().toLowerCase(),
                text(element.getStartDate()), text(element.getEndDate()));
    }

    /** All steps of a migration that waited for an operator, or still do. */
    List<IncidentRaised> incidents(long migration) {
        return client.newIncidentSearchRequest().filter(f -> f.processInstanceKey(migration))
                .sort(s -> s.creationTime().asc()).page(p -> p.limit(ALL)).send().join().items().stream()
                .map(EngineRecords::raised).toList();
    }

    private static IncidentRaised raised(Incident incident) {
        return new IncidentRaised(incident.getElementId(), incident.getErrorMessage(),
                incident.getState().name().toLowerCase(), text(incident.getCreationTime()));
    }

    /**
     * Who did what: what operators said when they intervened, and who completed a task.
     *
     * @param interventions the variable that holds them
     */
    List<String> people(long migration, String interventions) {
        List<String> people = new ArrayList<>(noted(migration, interventions));
        client.newUserTaskSearchRequest().filter(f -> f.processInstanceKey(migration)).send().join().items().stream()
                .map(EngineRecords::done).forEach(people::add);
        return people;
    }

    private List<String> noted(long migration, String interventions) {
        return client.newVariableSearchRequest().filter(f -> f.processInstanceKey(migration).name(interventions))
                .withFullValues().send().join().items().stream().map(variable -> client.getConfiguration()
                        .getJsonMapper().fromJson(variable.getValue(), Object.class))
                .filter(List.class::isInstance).flatMap(list -> ((List<?>) list).stream()).map(String::valueOf)
                .distinct().toList();
    }

    private static String done(UserTask task) {
        return "%s: task '%s' %s by %s".formatted(task.getCompletionDate() == null ? task.getCreationDate()
                : task.getCompletionDate(), task.getName(), task.getState().name().toLowerCase(),
                task.getAssignee() == null || task.getAssignee().isBlank() ? "nobody who is named"
                        : task.getAssignee());
    }

    private static String text(OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }

    /** What was asked for, and what came with it. */
    static Map<String, Object> requested(ActivatedJob job, String nonce) {
        Map<String, Object> variables = new LinkedHashMap<>(job.getVariablesAsMap());
        variables.remove(nonce);
        return variables;
    }
}
