package lifeboat.workers.evidence;

import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.Fact.MigrationCancelled;
import lifeboat.evidence.record.Fact.MigrationRequested;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Whereabouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the evidence says of a migration as a whole: what was asked for, how its service was and is, how it went. */
@Component
public class MigrationMilestones {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationMilestones.class);

    private final MigrationEvidence evidence;
    private final EngineRecords engine;
    private final ControllerClock clock;
    private final Inventory inventory;
    private final Whereabouts whereabouts;

    MigrationMilestones(MigrationEvidence evidence, EngineRecords engine, ControllerClock clock, Inventory inventory,
            Devices devices) {
        this.evidence = evidence;
        this.engine = engine;
        this.clock = clock;
        this.inventory = inventory;
        this.whereabouts = new Whereabouts(inventory, devices);
    }

    /** @param nonce the variable that is ours, and not part of the request */
    public void requested(ActivatedJob job, String nonce) {
        evidence.write(new MigrationRequested(EngineRecords.requested(job, nonce), job.getBpmnProcessId(),
                job.getProcessDefinitionVersion(), engine.bpmnSha256(job), job.getWorker(), clock.state()));
    }

    /**
     * Reads it from the devices. That this migration has it is not worth a word.
     *
     * @return empty if the service is not known
     */
    public Optional<ServiceHealth> health(String when, long migration, Object service) {
        return Optional.ofNullable(service instanceof String name ? inventory.services().get(name) : null)
                .map(whereabouts::of).map(found -> new ServiceHealth(when, found.service(), found.runsAt(),
                        found.addressAt(), found.users(),
                        found.open().stream().filter(open -> !open.startsWith("Migration %d has it".formatted(
                                migration))).toList()));
    }

    /**
     * @param report what the step that reports hands on
     * @param interventions the variable that holds what operators did
     */
    public void reported(ActivatedJob job, Object outcome, Map<?, ?> report, String interventions, Object service) {
        long migration = job.getProcessInstanceKey();
        Service known = service instanceof String name ? inventory.services().get(name) : null;
        Duration objective = known == null ? null : known.recoveryTimeObjective();
        evidence.write(new EngineHistory(Objects.toString(outcome, "unknown"),
                Objects.toString(report.get("report"), ""), objective == null ? null : objective.toString(),
                report.get("left") instanceof List<?> left ? left.stream().map(String::valueOf).toList()
                        : List.of(), orUnknown(() -> engine.elements(migration)),
                orUnknown(() -> engine.incidents(migration)), orUnknown(() -> engine.people(migration, interventions))));
    }

    /** @return null if the engine does not say */
    private static <T> List<T> orUnknown(Supplier<List<T>> asked) {
        try {
            return asked.get();
        } catch (ClientException e) {
            LOG.warn("The engine does not say all of how a migration went, for the evidence: {}", e.getMessage());
            return null;
        }
    }

    /** Once, whichever controller sees it. */
    public void cancelled(long migration, String interventions) {
        if (!evidence.isSaid(EntryKind.CANCELLED, migration)) {
            evidence.write(new MigrationCancelled(orUnknown(() -> engine.people(migration, interventions)),
                    orUnknown(() -> engine.elements(migration))));
        }
    }
}
