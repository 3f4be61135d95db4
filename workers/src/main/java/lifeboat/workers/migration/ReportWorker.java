package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.evidence.MigrationEvidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Step 11: the MCS reports what became of the migration, as it was just read from the devices. */
@Component
public class ReportWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ReportWorker.class);

    private final Leftovers leftovers;
    private final LostProcesses lostProcesses;
    private final Interruptions interruptions;
    private final Convergence convergence;
    private final MigrationEvidence evidence;

    ReportWorker(Leftovers leftovers, LostProcesses lostProcesses, Interruptions interruptions,
            Convergence convergence, MigrationEvidence evidence) {
        this.evidence = evidence;
        this.convergence = convergence;
        this.leftovers = leftovers;
        this.lostProcesses = lostProcesses;
        this.interruptions = interruptions;
    }

    /** What is left is in other hands before the migration ends: the service is free for the next one. */
    @JobWorker(type = JobType.REPORT)
    public Map<String, Object> report(ActivatedJob job, @Variable MigrationPlan plan, @Variable Outcome outcome,
            @Variable Failure failure, @Variable List<String> leftService, @Variable List<String> leftCopies,
            @Variable List<String> leftPaths, @Variable List<String> leftVlans, @Variable String imageOf) {
        List<String> left = Stream.of(leftService, leftCopies, leftPaths, leftVlans, convergence.notSaved(plan),
                evidence.whyNotKept().stream().toList()).filter(Objects::nonNull).flatMap(List::stream).toList();
        String report = "Migration %s: %s".formatted(plan.migrationId(), sentence(plan, outcome, failure, leftService))
                + (left.isEmpty() ? "" : " Left: " + String.join(" ", left));
        leftovers.lookAfter(plan, outcome);
        if (outcome.isLost() || isNotRunning(leftService)) {
            lostProcesses.tell(plan, imageOf);
        }
        interruptions.forget(plan.migrationId());
        LOG.info(report);
        return Map.of(SessionMigration.VARIABLE_REPORT, report, SessionMigration.VARIABLE_LEFT, left);
    }

    private static String sentence(MigrationPlan plan, Outcome outcome, Failure failure, List<String> leftService) {
        String why = failure == null ? Failure.UNKNOWN.message() : failure.message();
        if (isNotRunning(leftService)) {
            return "service %s does not run.".formatted(plan.service());
        }
        return switch (outcome) {
            case MIGRATED -> "service %s runs at site %s.".formatted(plan.service(), plan.target().site());
            case ROLLED_BACK -> "service %s still runs at site %s. %s".formatted(plan.service(),
                    plan.source().site(), why);
            case SITE_LOST -> ("service %s is lost with its site %s, or runs there unseen: PMC %s does not answer. It "
                    + "was not resumed at site %s. If the site answers again, the process runs on there, which is then "
                    + "reported. %s").formatted(
                            plan.service(), plan.source().site(), plan.source().pmc(), plan.target().site(), why);
            case PROCESS_LOST -> ("service %s is lost: its process was resumed at site %s, and the rest of its memory "
                    + "can no longer be had from site %s.").formatted(plan.service(), plan.target().site(),
                            plan.source().site());
        };
    }

    private static boolean isNotRunning(List<String> leftService) {
        return leftService != null && !leftService.isEmpty();
    }
}
