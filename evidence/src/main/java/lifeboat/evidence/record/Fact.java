package lifeboat.evidence.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import lifeboat.evidence.log.EntryKind;

/** What an entry of the log says about a migration. What is not known is null. Secrets are not in it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Fact {

    @JsonIgnore
    EntryKind kind();

    /**
     * Somebody, or something, wants a migration (step 1).
     *
     * @param variables what was asked for, and what came with it: an alarm's payload, who asks, why
     * @param bpmnSha256 of the BPMN file that the engine executes
     * @param controller which worker makes the plan
     * @param clock whose time the entries have
     */
    record MigrationRequested(Map<String, Object> variables, String process, int version, String bpmnSha256,
            String controller, ClockState clock) implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.REQUESTED;
        }
    }

    /**
     * How good the clock is.
     *
     * @param source who was asked about it
     * @param synchronised null if nobody knows
     * @param offset how far it is off, as the source says
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClockState(String source, Boolean synchronised, String offset) {
    }

    /**
     * A worker begins with a job of a step.
     *
     * @param process the process that the step belongs to
     * @param step the element's id
     * @param job the job's key
     * @param run which try it is: what is done in it has the same
     * @param triesLeft before it becomes an incident
     */
    record StepBegun(String process, String step, String job, String run, int triesLeft, String controller)
            implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.STEP_BEGUN;
        }
    }

    /**
     * A command is about to be sent to a device.
     *
     * @param run in which try of a step; null if in none
     */
    record CommandSent(String run, String device, String command) implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.COMMAND;
        }
    }

    /**
     * What a device answered.
     *
     * @param run in which try of a step; null if in none
     * @param start when the command was sent, ISO 8601
     */
    record CommandAnswered(String run, String device, String command, String answer, boolean failed,
            String start, long milliseconds) implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.ANSWER;
        }
    }

    /**
     * What became of a job of a step.
     *
     * @param result completed, left-for-later, refused, failed, or not-ours any more
     * @param code the BPMN error's, if it is refused
     * @param message why it is refused or failed
     * @param variables what the step hands on
     */
    record StepEnded(String process, String step, String job, String run, String result, String code, String message,
            Map<String, Object> variables) implements Fact {

        public static final String COMPLETED = "completed";
        /** It was to clear something up, and could not: that is done when the migration converges. */
        public static final String LEFT_FOR_LATER = "left-for-later";
        public static final String REFUSED = "refused";
        public static final String FAILED = "failed";
        public static final String NOT_OURS = "not-ours";

        /** Whether the process goes on behind it. */
        @JsonIgnore
        public boolean isDone() {
            return result.equals(COMPLETED) || result.equals(LEFT_FOR_LATER);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.STEP_ENDED;
        }
    }

    /**
     * Where the service is, read from its devices.
     *
     * @param when before or after the migration
     * @param runsAt the sites where its process runs
     * @param addressAt the sites whose server holds its virtual IP
     * @param users the VLAN that its users are in
     * @param open what is not as it should be, or under way
     */
    record ServiceHealth(String when, String service, List<String> runsAt, List<String> addressAt, String users,
            List<String> open) implements Fact {

        public static final String BEFORE = "before";
        public static final String AFTER = "after";

        @Override
        public EntryKind kind() {
            return EntryKind.HEALTH;
        }
    }

    /**
     * What the engine knows of a migration when it is reported.
     *
     * @param outcome what was decided
     * @param objective how long the service may be under way, ISO 8601
     * @param left what is left behind
     * @param elements the way through the diagram, oldest first; null, as are the others, if the engine did not say
     * @param people who did what: requested, intervened, completed a task
     */
    record EngineHistory(String outcome, String report, String objective, List<String> left,
            List<ElementPassed> elements, List<IncidentRaised> incidents, List<String> people) implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.HISTORY;
        }
    }

    /** An element of the diagram, with its name there; times as ISO 8601. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ElementPassed(String id, String name, String type, String state, String start, String end) {
    }

    /** A step that waited for an operator. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IncidentRaised(String step, String message, String state, String time) {
    }

    /**
     * A migration was cancelled in the engine.
     *
     * @param people by whom and why, as far as it was said
     * @param elements the way through the diagram so far; null if the engine did not say
     */
    record MigrationCancelled(List<String> people, List<ElementPassed> elements) implements Fact {

        @Override
        public EntryKind kind() {
            return EntryKind.CANCELLED;
        }
    }
}
