package lifeboat.workers.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import org.springframework.stereotype.Component;

/**
 * The VLANs that migrations may use, on the switches of both sites. A VLAN is a migration's when both servers' PMCs
 * have it reserved for it, and it has the migration's name on the switches; a plan only says where to begin to look.
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
            try {
                reserve(plan, vlan);
            } catch (DeviceException.Refused e) {
                if (carriesOneMigration(plan)) {
                    throw e;
                }
                refusal = e;
                continue;
            }
            if (configure(plan, vlan)) {
                return vlan;
            }
        }
        throw refusal;
    }

    /** The servers' PMCs keep the migrations apart: not every switch refuses a VLAN that another one has. */
    private void reserve(MigrationPlan plan, int vlan) throws DeviceException {
        for (MigrationPlan.Place place : places(plan)) {
            devices.pmc(place.pmc()).reserveVlan(plan.process(), plan.migrationEpoch(), vlan,
                    devices.layerTwoSwitch(place.layerTwoSwitch()).carriesOneMigration());
        }
    }

    /** In one order for all migrations: two that go opposite ways do not refuse each other. */
    private static List<MigrationPlan.Place> places(MigrationPlan plan) {
        return Stream.of(plan.source(), plan.target()).sorted(Comparator.comparing(MigrationPlan.Place::pmc)).toList();
    }

    private boolean carriesOneMigration(MigrationPlan plan) throws DeviceException {
        for (LayerTwoSwitch device : switches(plan)) {
            if (device.carriesOneMigration()) {
                return true;
            }
        }
        return false;
    }

    /** @return false if the VLAN is somebody else's on one of the switches */
    private boolean configure(MigrationPlan plan, int vlan) throws DeviceException {
        if (isAnothers(plan, vlan)) {
            return false;
        }
        try {
            for (LayerTwoSwitch device : switches(plan)) {
                device.ensureVlan(vlan, plan.pathName());
            }
            return true;
        } catch (DeviceException.Refused e) {
            if (!isAnothers(plan, vlan)) {
                throw e;
            }
            remove(plan, vlan);
            return false;
        }
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
