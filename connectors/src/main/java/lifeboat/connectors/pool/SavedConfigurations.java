package lifeboat.connectors.pool;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.NotSaved;
import lifeboat.connectors.login.DeviceAddress;

/**
 * Which devices keep their running configuration over a restart, as far as they have confirmed it to this controller.
 * Of one that was not heard of since the controller's start it is not known, and not told.
 */
public final class SavedConfigurations {

    private static final Note UNKNOWN = new Note(0, 0, false, null);

    private final Map<String, Note> notes = new ConcurrentHashMap<>();

    /**
     * What is known of a device.
     *
     * @param changes how often it was changed
     * @param underWay how many changes are being made
     * @param isConfirmed whether it has confirmed that it keeps what the last of them has made
     * @param whyNot what it said instead; null if it has not
     */
    private record Note(long changes, int underWay, boolean isConfirmed, String whyNot) {
    }

    /** Changes a device. */
    @FunctionalInterface
    public interface Change<T> {
        T make() throws SessionException;
    }

    /** Has a device keep its running configuration over a restart. */
    @FunctionalInterface
    public interface Saving {
        void run() throws SessionException;
    }

    /**
     * Changes the device and has it saved. Whatever becomes of it: if it was not confirmed, that is known.
     *
     * @throws NotSaved if the change works, and the device does not confirm that it keeps it
     */
    public <T> T changing(DeviceAddress device, Change<T> change, Saving save) throws SessionException {
        update(device, note -> new Note(note.changes + 1, note.underWay + 1, false,
                "it was changed, and it was not tried to save it"));
        try {
            T result = change.make();
            saving(device, save);
            return result;
        } finally {
            update(device, note -> new Note(note.changes, note.underWay - 1, note.isConfirmed, note.whyNot));
        }
    }

    /** Has the device saved. What is changed meanwhile by somebody else is not confirmed by that. */
    public void saving(DeviceAddress device, Saving save) throws NotSaved {
        long before = notes.getOrDefault(device.name(), UNKNOWN).changes;
        try {
            save.run();
            update(device, note -> note.changes == before ? new Note(before, note.underWay, true, null) : note);
        } catch (SessionException e) {
            update(device, note -> new Note(note.changes, note.underWay, false, e.getMessage()));
            throw new NotSaved("the change works, but it is not saved and would be lost at a restart of the device: "
                    + e.getMessage(), e);
        }
    }

    /** A change that was not answered may still come, after all that was saved. */
    void changedLate(DeviceAddress device) {
        notes.computeIfPresent(device.name(), (name, note) -> new Note(note.changes + 1, note.underWay, false,
                note.whyNot));
    }

    public boolean isConfirmed(DeviceAddress device) {
        return notes.getOrDefault(device.name(), UNKNOWN).isConfirmed;
    }

    /** Why the device's configuration is not saved; empty if it is, if it is being changed, or if nobody knows. */
    public Optional<String> whyNot(DeviceAddress device) {
        Note note = notes.getOrDefault(device.name(), UNKNOWN);
        return note.underWay > 0 ? Optional.empty() : Optional.ofNullable(note.whyNot);
    }

    private void update(DeviceAddress device, UnaryOperator<Note> change) {
        notes.compute(device.name(), (name, note) -> change.apply(note == null ? UNKNOWN : note));
    }
}
