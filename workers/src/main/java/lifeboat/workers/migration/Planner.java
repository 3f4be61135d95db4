package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides how a service gets to a site. What is true now, it asks the devices; what cannot be done, it refuses with a
 * sentence for the operator.
 */
@Component
class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final int TRANSFER_MARGIN = 3;

    private final Inventory inventory;
    private final Devices devices;
    private final Leftovers leftovers;

    Planner(Inventory inventory, Devices devices, Leftovers leftovers) {
        this.leftovers = leftovers;
        this.inventory = inventory;
        this.devices = devices;
    }

    /**
     * @param nonce drawn once for this process instance, so that no other engine has an epoch like it
     * @param lease makes sure, before anything is reserved, that the migration was not cancelled meanwhile
     */
    MigrationPlan plan(long processInstanceKey, String nonce, String serviceName, String targetName,
            boolean lightPath, String strategyName, Runnable lease) throws DeviceException {
        Service service = known("service", serviceName, inventory.services());
        Site target = known("site", targetName, inventory.sites());
        Optional<Strategy> asked = strategy(strategyName);
        Copies before = Copies.of(service, inventory.sites().values(), devices);
        before.require(target);
        clear(service, before);
        String name = name(processInstanceKey, nonce);
        before.heldBy(name).ifPresent(own -> lookAfter(service, own, before));
        MigrationEpoch epoch = epoch(name, service, before);
        if (before.running().isEmpty()) {
            before.requireAll();
        }
        List<String> pmcs = before.pmcs();
        lease.run();
        for (String pmc : pmcs) {
            reserve(service, pmc, epoch);
        }
        return plan(processInstanceKey, epoch, pmcs, service, target, lightPath, asked, before);
    }

    /**
     * The plan was refused, after its last try: whatever it has taken is given back. A PMC that does not answer is
     * looked after. A try that is followed by another one keeps what it has, for that one.
     */
    void abandon(long processInstanceKey, String nonce, String serviceName) {
        Service service = serviceName == null ? null : inventory.services().get(serviceName);
        if (service == null) {
            return;
        }
        String name = name(processInstanceKey, nonce);
        Copies copies = Copies.of(service, inventory.sites().values(), devices);
        Optional<MigrationEpoch> own = copies.heldBy(name);
        if (own.isPresent() || copies.running().isEmpty()) {
            lookAfter(service, own.orElse(new MigrationEpoch(0, name)), copies);
        }
        lookAfterLateCommands(service, new MigrationEpoch(0, name));
        own.ifPresent(epoch -> giveBack(new Reservation(service.process(), epoch.toString(), copies.pmcs())));
    }

    /** A reservation that was not answered may still come, after everything was given back. */
    private void lookAfterLateCommands(Service service, MigrationEpoch epoch) {
        List<String> late = inventory.sites().values().stream().map(site -> site.server().pmc())
                .filter(this::mayActLate).toList();
        if (!late.isEmpty()) {
            leftovers.lookAfter(new Reservation(service.process(), epoch.toString(), late));
        }
    }

    private boolean mayActLate(String pmc) {
        try {
            return !devices.lateCommandsFor(pmc).isZero();
        } catch (DeviceException e) {
            return true;
        }
    }

    private static String name(long processInstanceKey, String nonce) {
        return processInstanceKey + "-" + nonce;
    }

    /** The lock on a service: whatever engine or controller another migration belongs to. */
    private void reserve(Service service, String pmc, MigrationEpoch epoch) throws DeviceException {
        try {
            devices.pmc(pmc).reserve(service.process(), epoch);
        } catch (Refused e) {
            MigrationEpoch other = devices.pmc(pmc).find(service.process()).activeEpoch();
            throw new Refused(other.equals(MigrationEpoch.NONE) ? e.getMessage()
                    : "Service %s is already being migrated: see 'lifeboat status %s'.".formatted(service.name(),
                            other.name().split("-")[0]));
        }
    }

    /**
     * By whatever epoch of this migration a PMC has it, the source's PMC last: while it has the reservation, another
     * one may be left elsewhere. Where that did not succeed, it is looked after.
     */
    private void giveBack(Reservation reservation) {
        List<String> lastFirst = new ArrayList<>(reservation.pmcs());
        Collections.reverse(lastFirst);
        for (String pmc : lastFirst) {
            try {
                MigrationEpoch active = devices.pmc(pmc).find(reservation.process()).activeEpoch();
                MigrationEpoch epoch = reservation.migrationEpoch();
                devices.pmc(pmc).giveBack(reservation.process(), active.name().equals(epoch.name()) ? active : epoch);
            } catch (DeviceException e) {
                LOG.warn("Process {} may stay in the hands of epoch {} at {}: {}", reservation.process(),
                        reservation.epoch(), pmc, e.getMessage());
                leftovers.lookAfter(new Reservation(reservation.process(), reservation.epoch(), List.of(pmc)));
            }
        }
    }

    /** What an earlier try may have taken where nobody answers now. */
    private void lookAfter(Service service, MigrationEpoch epoch, Copies copies) {
        List<String> silent = copies.silentPmcs();
        if (!silent.isEmpty()) {
            leftovers.lookAfter(new Reservation(service.process(), epoch.toString(), silent));
        }
    }

    private MigrationPlan plan(long processInstanceKey, MigrationEpoch epoch, List<String> pmcs, Service service,
            Site target, boolean lightPath, Optional<Strategy> asked, Copies before) throws DeviceException {
        Copies copies = Copies.of(service, before.found().keySet(), devices);
        Optional<Site> running = copies.running();
        if (running.isEmpty()) {
            copies.requireAll();
            before.requireAll();
            throw new Refused("Service %s runs at no site of the inventory: there is nothing to migrate."
                    .formatted(service.name()));
        }
        Site source = running.get();
        if (source.equals(target)) {
            throw new Refused("Service %s runs at site %s already.".formatted(service.name(), target.name()));
        }
        int users = devices.accessGateway(service.nagw()).findUserVlan(service.userGroup());
        if (users != source.vlan()) {
            throw new Refused("The users of service %s are in VLAN %d, but it runs at site %s in VLAN %d: put that "
                    .formatted(service.name(), users, source.name(), source.vlan()) + "right first.");
        }
        requireFreePids(service, source, target);
        return plan(processInstanceKey, epoch, pmcs, service, source, target, lightPath, asked,
                copies.found().get(source).imageBytes());
    }

    /** A process keeps its PIDs when it moves. */
    private void requireFreePids(Service service, Site source, Site target) throws DeviceException {
        Set<Long> taken = devices.pmc(target.server().pmc()).taken(
                devices.pmc(source.server().pmc()).pids(service.process()));
        if (!taken.isEmpty()) {
            throw new Refused(("Process %s needs its PIDs at site %s, where other processes have %s: end those, or "
                    + "restart one of the two under other PIDs.").formatted(service.process(), target.name(), taken));
        }
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

    /** One more than the PMCs have seen, unless this migration has one already that it may go on by. */
    private MigrationEpoch epoch(String name, Service service, Copies copies) {
        Optional<MigrationEpoch> own = copies.heldBy(name);
        if (own.isPresent() && copies.isGood(own.get())) {
            return own.get();
        }
        own.ifPresent(over -> giveBack(new Reservation(service.process(), over.toString(), copies.pmcs())));
        long seen = copies.found().values().stream()
                .flatMap(copy -> Stream.of(copy.activeEpoch(), copy.deadEpoch()))
                .mapToLong(MigrationEpoch::number).max().orElse(0);
        return new MigrationEpoch(seen + 1, name);
    }

    /** What an earlier migration left behind, and whose process was found running elsewhere, is removed. */
    private void clear(Service service, Copies copies) throws DeviceException {
        Copy running = copies.running().map(copies.found()::get).orElse(null);
        for (Map.Entry<Site, Copy> entry : copies.found().entrySet()) {
            Copy copy = entry.getValue();
            ProcessMigrationController pmc = devices.pmc(entry.getKey().server().pmc());
            if (running != null && copy.state() == CopyState.FROZEN && running.complete()
                    && running.resumedEpoch().equals(copy.activeEpoch())) {
                pmc.discardMigrated(service.process(), copy.activeEpoch());
            } else if (running != null && (copy.state() == CopyState.STAGED || copy.state() == CopyState.RECEIVING)
                    && copy.isOver(copy.activeEpoch())) {
                pmc.discard(service.process(), copy.activeEpoch());
            }
        }
    }

    private MigrationPlan plan(long key, MigrationEpoch epoch, List<String> pmcs, Service service, Site source,
            Site target, boolean lightPath, Optional<Strategy> asked, long imageBytes) throws DeviceException {
        long bandwidth = lightPath ? inventory.migration().bandwidth() : inventory.migration().publicBandwidth();
        StrategyChoice choice = asked.isPresent() ? StrategyChoice.byOperator(asked.get())
                : StrategyChoice.by(devices.pmc(source.server().pmc()).memory(service.process()), bandwidth);
        if (choice.strategy() == Strategy.POST_COPY && inventory.migration().encrypted()) {
            throw new Refused("Images are to be encrypted, by the inventory, and the pages of a post-copy cannot be: "
                    + "choose another strategy.");
        }
        Duration transfer = Duration.ofMillis(imageBytes * 8000 / bandwidth).multipliedBy(TRANSFER_MARGIN).plus(SLACK);
        return new MigrationPlan(String.valueOf(key), epoch.toString(), pmcs, service.name(), service.process(),
                service.virtualIp(), service.userGroup(), service.nagw(), place(source, lightPath),
                place(target, lightPath), lightPath, bandwidth,
                lightPath ? freeVlan(source, target) : 0, choice.strategy(), choice.reason(),
                inventory.migration().encrypted(), imageBytes,
                transfer.toString(), transfer.plus(SLACK).toString());
    }

    /** How long the users may wait before it is decided where the process runs: the PMCs have settled it by then. */
    Duration freezeDeadline(MigrationPlan plan) {
        return plan.freezeTimeout().plus(LONGEST_SETTLING);
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

    private MigrationPlan.Place place(Site site, boolean lightPath) {
        List<String> addresses = Stream.of(site.server().migrationAddress(), site.server().publicAddress(),
                inventory.devices().get(site.server().pmc()).host()).distinct().toList();
        return new MigrationPlan.Place(site.name(), site.vlan(), site.controlPlaneDevice(), site.layerOneSwitch(),
                site.layerTwoSwitch(), site.server().pmc(),
                lightPath ? site.server().migrationAddress() : site.server().publicAddress(), addresses);
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
