package lifeboat.workers.migration;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the PMCs say of a process. A site that is neither left nor gone to may be silent: whoever moves the process
 * has to take it at the site where it runs.
 */
record Copies(Map<Site, Copy> found, Map<Site, DeviceException> silent) {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    Optional<Site> running() {
        return found.keySet().stream().filter(site -> found.get(site).state() == CopyState.RUNNING).findFirst();
    }

    /** The source's first: whatever is reserved elsewhere, is reserved there. */
    List<String> pmcs() {
        return Stream.concat(running().stream(), found.keySet().stream()).map(site -> site.server().pmc())
                .distinct().toList();
    }

    /** The last epoch by which a migration has the process anywhere. */
    Optional<MigrationEpoch> heldBy(String name) {
        return found.values().stream().map(Copy::activeEpoch).filter(active -> active.name().equals(name))
                .max(Comparator.naturalOrder());
    }

    /** Whether a migration may go on by an epoch: no site has another one of its, or is done with it. */
    boolean isGood(MigrationEpoch epoch) {
        return found.values().stream().noneMatch(copy -> copy.isOver(epoch)
                || copy.activeEpoch().name().equals(epoch.name()) && !copy.isHeldBy(epoch));
    }

    void require(Site site) throws DeviceException {
        if (silent.containsKey(site)) {
            throw silent.get(site);
        }
    }

    void requireAll() throws DeviceException {
        for (Site site : silent.keySet()) {
            require(site);
        }
    }

    /** What the PMCs of these sites say now. */
    static Copies of(Service service, Collection<Site> sites, Devices devices) {
        Copies copies = new Copies(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Site site : sites) {
            try {
                copies.found().put(site, devices.pmc(site.server().pmc()).find(service.process()));
            } catch (DeviceException e) {
                LOG.warn("Planning without site {}: {}", site.name(), e.getMessage());
                copies.silent().put(site, e);
            }
        }
        return copies;
    }

    /** The PMCs that do not answer. One that refuses does: it does not know the process. */
    List<String> silentPmcs() {
        return silent.entrySet().stream().filter(each -> !(each.getValue() instanceof DeviceException.Refused))
                .map(each -> each.getKey().server().pmc()).toList();
    }
}
