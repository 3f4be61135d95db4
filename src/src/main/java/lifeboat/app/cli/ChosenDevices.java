package lifeboat.app.cli;

import java.util.Comparator;
import java.util.List;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.workers.inventory.Inventory;

/** Devices of an inventory, by the names that an operator gives. */
class ChosenDevices {

    private final Inventory inventory;

    ChosenDevices(Inventory inventory) {
        this.inventory = inventory;
    }

    /** All with a definition, if there are no names; SSH servers on the way to others have none. */
    List<DeviceAddress> named(List<String> names) {
        return names.isEmpty() ? inventory.devices().values().stream().filter(this::hasDefinition)
                .sorted(Comparator.comparing(DeviceAddress::name)).toList()
                : names.stream().map(this::named).toList();
    }

    DeviceAddress named(String name) {
        DeviceAddress device = inventory.devices().get(name);
        if (device == null) {
            throw new RequestRefused("There is no device '%s' in the inventory; it has %s.".formatted(name,
                    String.join(", ", inventory.devices().keySet())));
        }
        if (!hasDefinition(device)) {
            throw new RequestRefused("Device '%s' is a jump host: it has no definition, and is tried with those that "
                    .formatted(name) + "are reached through it.");
        }
        return device;
    }

    private boolean hasDefinition(DeviceAddress device) {
        return !device.platform().equals(Inventory.NO_PLATFORM);
    }
}
