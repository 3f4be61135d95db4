package lifeboat.app.status;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

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
        public enum State { ACTIVE, COMPLETED, TERMINATED }

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

    /** From the start of one element to the end of another, if both are completed. */
    public Optional<Duration> between(String first, String last) {
        return find(first).filter(element -> isCompleted(last))
                .map(element -> Duration.between(element.start(), find(last).orElseThrow().end()));
    }

    public List<Element> tasks() {
        return elements.stream().filter(Element::task).toList();
    }
}
