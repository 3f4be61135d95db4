package lifeboat.app.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What there is to say of one migration. What is not known, or has not come to pass, is null.
 *
 * @param from the site where the service ran
 * @param to the site where it was to run
 * @param reason why somebody wanted it
 * @param why why it was refused or rolled back
 * @param freezeWindow how long the users waited (steps 4 to 8)
 * @param postponed what steps were to clear up and could not, so that it was left for when the migration converged
 * @param waitsFor what an operator is waited for, one sentence for each
 * @param interventions what operators did about it
 * @param reports what the MCS reported, and what it reported later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationSummary(String id, Migrations.MigrationState outcome, String service, String from, String to,
        String requestedBy, String reason, String why, String strategy, String strategyReason, OffsetDateTime start,
        OffsetDateTime end, Duration freezeWindow, Duration total, Step longestStep, List<Step> steps,
        List<String> postponed, List<String> waitsFor, List<String> interventions, List<String> reports) {

    /** One step, by the name that the diagram gives it. */
    public record Step(String name, OffsetDateTime start, Duration duration, StepTimes.Element.State state) {

        static Step of(StepTimes.Element element) {
            return new Step(element.name(), element.start(), element.duration(), element.state());
        }
    }

    @JsonIgnore
    public boolean isWaiting() {
        return !waitsFor.isEmpty();
    }
}
