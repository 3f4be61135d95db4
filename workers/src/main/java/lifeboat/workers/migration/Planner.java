package lifeboat.workers.migration;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;
import org.springframework.stereotype.Component;

/**
 * Decides how a service gets to a site. What is true now, it asks the devices; what cannot be done, it refuses with a
 * sentence for the operator.
 */
@Component
class Planner {

    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final int TRANSFER_MARGIN = 3;

    private final Inventory inventory;
    private final Devices devices;
    private final RunningMigrations running;

    Planner(Inventory inventory, Devices devices, RunningMigrations running) {
        this.inventory = inventory;
        this.devices = devices;
        this.running = running;
    }

    MigrationPlan plan(long processInstanceKey, String serviceName, String targetName, boolean lightPath,
            String strategyName) throws DeviceException {
        Service service = known("service", serviceName, inventory.services());
        Site target = known("site", targetName, inventory.sites());
        Optional<Strategy> asked = strategy(strategyName);
        Optional<Long> other = running.before(processInstanceKey, service.name());
        if (other.isPresent()) {
            throw new Refused("Service %s is already being migrated: see 'lifeboat status %d'."
                    .formatted(service.name(), other.get()));
        }
        Map<Site, Copy> copies = copies(service);
        Site source = copies.keySet().stream().filter(site -> copies.get(site).state() == CopyState.RUNNING)
                .findFirst().orElseThrow(() -> new Refused("Service %s runs at no site of the inventory: there is "
                        .formatted(service.name()) + "nothing to migrate."));
        if (source.equals(target)) {
            throw new Refused("Service %s runs at site %s already.".formatted(service.name(), target.name()));
        }
        int users = devices.accessGateway(service.nagw()).findUserVlan(service.userGroup());
        if (users != source.vlan()) {
            throw new Refused("The users of service %s are in VLAN %d, but it runs at site %s in VLAN %d: put that "
                    .formatted(service.name(), users, source.name(), source.vlan()) + "right first.");
        }
        Copy process = copies.get(source);
        for (Site site : copies.keySet()) {
            clear(service, site, copies.get(site), process);
        }
        return plan(processInstanceKey, epoch(processInstanceKey, copies.values()), service, source, target, lightPath,
                asked, process.imageBytes());
    }

    /** @return empty if the plan is to choose */
    private static Optional<Strategy> strategy(String name) throws Refused {
        if (name == null || name.equals(SessionMigration.STRATEGY_AUTO)) {
            return Optional.empty();
        }
        Optional<Strategy> strategy = Strategy.named(name);
        if (strategy.isEmpty()) {
            throw new Refused("There is no strategy '%s'; there is %s, %s.".formatted(name,
                    SessionMigration.STRATEGY_AUTO, Strategy.names()));
        }
        return strategy;
    }

    /** The instance's key, unless the PMCs have seen greater ones from an engine that is no more. */
    private static long epoch(long processInstanceKey, Collection<Copy> copies) {
        long seen = copies.stream().mapToLong(copy -> Math.max(copy.activeEpoch(), copy.deadEpoch())).max().orElse(0);
        return Math.max(processInstanceKey, seen + 1);
    }

    private Map<Site, Copy> copies(Service service) throws DeviceException {
        Map<Site, Copy> copies = new LinkedHashMap<>();
        for (Site site : inventory.sites().values()) {
            copies.put(site, devices.pmc(site.server().pmc()).find(service.process()));
        }
        return copies;
    }

    /** A frozen copy that an earlier migration left behind is removed; any other copy is in somebody's hands. */
    private void clear(Service service, Site site, Copy copy, Copy running) throws DeviceException {
        if (copy.state() == CopyState.RUNNING || copy.state() == CopyState.ABSENT) {
            return;
        }
        if (copy.state() != CopyState.FROZEN || running.deadEpoch() < copy.activeEpoch()) {
            throw new Refused("Service %s is %s at site %s in the hands of migration %d: that one has to end first."
                    .formatted(service.name(), copy.state().name().toLowerCase(), site.name(), copy.activeEpoch()));
        }
        devices.pmc(site.server().pmc()).discardMigrated(service.process(), copy.activeEpoch());
    }

    private MigrationPlan plan(long key, long epoch, Service service, Site source, Site target, boolean lightPath,
            Optional<Strategy> asked, long imageBytes) throws DeviceException {
        long bandwidth = lightPath ? inventory.migration().bandwidth() : inventory.migration().publicBandwidth();
        StrategyChoice choice = asked.isPresent() ? StrategyChoice.byOperator(asked.get())
                : StrategyChoice.by(devices.pmc(source.server().pmc()).memory(service.process()), bandwidth);
        if (choice.strategy() == Strategy.POST_COPY && inventory.migration().encrypted()) {
            throw new Refused("Images are to be encrypted, by the inventory, and the pages of a post-copy cannot be: "
                    + "choose another strategy.");
        }
        Duration transfer = Duration.ofMillis(imageBytes * 8000 / bandwidth);
        return new MigrationPlan(String.valueOf(key), epoch, service.name(), service.process(), service.virtualIp(),
                service.userGroup(), service.nagw(), place(source, lightPath), place(target, lightPath), lightPath,
                bandwidth, lightPath ? freeVlan(source, target) : 0, choice.strategy(), choice.reason(),
                inventory.migration().encrypted(), imageBytes,
                transfer.multipliedBy(TRANSFER_MARGIN).plus(SLACK).toString());
    }

    /** How long the users may wait before the migration is rolled back. */
    Duration freezeDeadline(MigrationPlan plan) {
        return plan.transferTimeout().plus(SLACK);
    }

    private int freeVlan(Site source, Site target) throws DeviceException {
        for (int vlan = inventory.migration().firstVlan(); vlan <= inventory.migration().lastVlan(); vlan++) {
            if (devices.layerTwoSwitch(source.layerTwoSwitch()).findVlan(vlan).isEmpty()
                    && devices.layerTwoSwitch(target.layerTwoSwitch()).findVlan(vlan).isEmpty()) {
                return vlan;
            }
        }
        throw new Refused("None of the VLANs %d to %d is free on %s and %s.".formatted(
                inventory.migration().firstVlan(), inventory.migration().lastVlan(), source.layerTwoSwitch(),
                target.layerTwoSwitch()));
    }

    private static MigrationPlan.Place place(Site site, boolean lightPath) {
        return new MigrationPlan.Place(site.name(), site.vlan(), site.controlPlaneDevice(), site.layerOneSwitch(),
                site.layerTwoSwitch(), site.server().pmc(),
                lightPath ? site.server().migrationAddress() : site.server().publicAddress());
    }

    private static <T> T known(String kind, String name, Map<String, T> all) throws Refused {
        if (name == null) {
            throw new Refused("The request names no %s.".formatted(kind));
        }
        T found = all.get(name);
        if (found == null) {
            throw new Refused("There is no %s '%s' in the inventory; there is %s.".formatted(kind, name,
                    String.join(", ", new TreeSet<>(all.keySet()))));
        }
        return found;
    }
}
