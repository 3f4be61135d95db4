package lifeboat.app.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;

/** The elements of one migration, as the engine tells them, oldest first. */
public record StepTimes(List<Element> elements) {

    /**
     * One element instance.
     *
     * @param end null while it is active
     */
    public record Element(String id, String name, boolean task, State state, OffsetDateTime start,
            OffsetDateTime end) {

        /** What became of it. */
        public enum State {
            @JsonProperty("active") ACTIVE,
            @JsonProperty("completed") COMPLETED,
            @JsonProperty("terminated") TERMINATED
        }

        /** How long it took, or takes so far. */
        public Duration duration() {
            return Duration.between(start, end == null ? OffsetDateTime.now() : end);
        }
    }

    /** The last instance of an element. */
    public Optional<Element> find(String elementId) {
        return elements.stream().filter(element -> element.id().equals(elementId)).reduce((a, b) -> b);
    }

    public boolean isCompleted(String elementId) {
        return find(elementId).filter(element -> element.state() == Element.State.COMPLETED).isPresent();
    }

    public boolean isActive(String elementId) {
        return find(elementId).filter(element -> element.state() == Element.State.ACTIVE).isPresent();
    }

    /** From the start of one element to the end of another, if both are completed. */
    Optional<Duration> between(String first, String last) {
        return find(first).filter(element -> isCompleted(last))
                .map(element -> Duration.between(element.start(), find(last).orElseThrow().end()));
    }

    /** How long the users waited (steps 4 to 8); empty if they still do, or did not. */
    public Optional<Duration> freezeWindow() {
        return between(SessionMigrationElement.Task_Freeze, SessionMigrationElement.Task_Resume);
    }

    /** What the diagram calls an element. */
    public String nameOf(String elementId) {
        return find(elementId).map(Element::name).filter(name -> name != null && !name.isBlank()).orElse(elementId);
    }

    public List<Element> tasks() {
        return elements.stream().filter(Element::task).toList();
    }
}
