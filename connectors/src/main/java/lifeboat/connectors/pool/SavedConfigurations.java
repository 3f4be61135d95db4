package lifeboat.connectors.pool;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.NotSaved;
import lifeboat.connectors.login.DeviceAddress;

/**
 * Which devices keep their running configuration over a restart, as far as they have confirmed it to this controller.
 * Of one that was not heard of since the controller's start it is not known.
 */
public final class SavedConfigurations {

    private static final String SAVED = "";

    /** By device; why it is not saved, or {@link #SAVED}. */
    private final Map<String, String> notes = new ConcurrentHashMap<>();

    /** The device is about to be changed. */
    public void changing(DeviceAddress device) {
        notes.remove(device.name());
    }

    public void confirmed(DeviceAddress device) {
        notes.put(device.name(), SAVED);
    }

    /**
     * The device did not confirm it.
     *
     * @return what is to be thrown
     */
    public NotSaved refused(DeviceAddress device, SessionException why) {
        notes.put(device.name(), why.getMessage());
        return new NotSaved("the change works, but it is not saved and would be lost at a restart of the device: "
                + why.getMessage(), why);
    }

    public boolean isConfirmed(DeviceAddress device) {
        return SAVED.equals(notes.get(device.name()));
    }

    /** Why the device's configuration is not saved; empty if it is, or nobody has tried. */
    public Optional<String> whyNot(DeviceAddress device) {
        return Optional.ofNullable(notes.get(device.name())).filter(why -> !why.equals(SAVED));
    }
}
