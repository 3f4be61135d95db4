package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Step 11: the MCS reports what became of the migration. */
@Component
public class ReportWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ReportWorker.class);

    private final Interruptions interruptions;

    ReportWorker(Interruptions interruptions) {
        this.interruptions = interruptions;
    }

    @JobWorker(type = SessionMigration.JOB_REPORT)
    public Map<String, String> report(@Variable MigrationPlan plan, @Variable String outcome, @Variable Failure failure,
            @Variable Failure error, @Variable String leftover) {
        interruptions.forget(plan.migrationId());
        String report = SessionMigration.OUTCOME_MIGRATED.equals(outcome)
                ? "Migration %s: service %s runs at site %s.%s".formatted(plan.migrationId(), plan.service(),
                        plan.target().site(), leftover == null ? "" : " " + leftover)
                : "Migration %s: service %s still runs at site %s. %s".formatted(plan.migrationId(), plan.service(),
                        plan.source().site(), why(failure == null ? error : failure));
        LOG.info(report);
        return Map.of(SessionMigration.VARIABLE_REPORT, report);
    }

    private static String why(Failure failure) {
        return failure == null ? "No reason was recorded." : failure.message();
    }
}
