package lifeboat.workers.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import org.springframework.stereotype.Component;

/**
 * The VLANs that migrations may use, on the switches of both sites. A VLAN is a migration's when it has the migration's
 * name on them; a plan only says where to begin to look for a free one.
 */
@Component
class MigrationVlans {

    private final Inventory inventory;
    private final Devices devices;

    MigrationVlans(Inventory inventory, Devices devices) {
        this.inventory = inventory;
        this.devices = devices;
    }

    /** @return the VLAN that is configured on both switches now */
    int configure(MigrationPlan plan) throws DeviceException {
        DeviceException.Refused refusal = new DeviceException.Refused("None of the VLANs %d to %d is free on %s and %s."
                .formatted(inventory.migration().firstVlan(), inventory.migration().lastVlan(),
                        plan.source().layerTwoSwitch(), plan.target().layerTwoSwitch()));
        for (int vlan : from(plan.migrationVlan())) {
            if (!isAnothers(plan, vlan)) {
                try {
                    for (LayerTwoSwitch device : switches(plan)) {
                        device.ensureVlan(vlan, plan.pathName());
                    }
                    return vlan;
                } catch (DeviceException.Refused e) {
                    if (!isAnothers(plan, vlan)) {
                        throw e;
                    }
                    remove(plan, vlan);
                    refusal = e;
                }
            }
        }
        throw refusal;
    }

    /** The plan's own one first, then the others of the inventory's range. */
    private List<Integer> from(int first) {
        List<Integer> vlans = new ArrayList<>(List.of(first));
        IntStream.rangeClosed(inventory.migration().firstVlan(), inventory.migration().lastVlan())
                .filter(vlan -> vlan != first).forEach(vlans::add);
        return vlans;
    }

    private boolean isAnothers(MigrationPlan plan, int vlan) throws DeviceException {
        for (LayerTwoSwitch device : switches(plan)) {
            Optional<LayerTwoSwitch.Vlan> there = device.findVlan(vlan);
            if (there.isPresent() && !there.get().name().equals(plan.pathName())) {
                return true;
            }
        }
        return false;
    }

    private List<LayerTwoSwitch> switches(MigrationPlan plan) throws DeviceException {
        return List.of(devices.layerTwoSwitch(plan.source().layerTwoSwitch()),
                devices.layerTwoSwitch(plan.target().layerTwoSwitch()));
    }

    void remove(MigrationPlan plan, int vlan) throws DeviceException {
        for (LayerTwoSwitch device : switches(plan)) {
            device.removeVlan(vlan, plan.pathName());
        }
    }

    /**
     * Removes this migration's VLANs from one switch.
     *
     * @param everywhere whether it may have another one than the plan says: step 3 did not end
     */
    void removeFrom(String device, MigrationPlan plan, boolean everywhere) throws DeviceException {
        LayerTwoSwitch layerTwoSwitch = devices.layerTwoSwitch(device);
        for (int vlan : everywhere ? from(plan.migrationVlan()) : List.of(plan.migrationVlan())) {
            layerTwoSwitch.removeVlan(vlan, plan.pathName());
        }
    }
}
