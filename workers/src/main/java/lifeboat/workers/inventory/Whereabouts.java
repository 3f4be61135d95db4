package lifeboat.workers.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;

/** Where services are, as their devices say now. */
public final class Whereabouts {

    /**
     * Where one is.
     *
     * @param runsAt the sites where its process runs: one, unless something is wrong
     * @param addressAt the sites whose server holds its virtual IP
     * @param users the VLAN that its users are in, and the sites that have it
     * @param open what is not as it should be, or under way, one sentence for each
     */
    public record Whereabout(String service, List<String> runsAt, List<String> addressAt, String users,
            List<String> open) {
    }

    private final Inventory inventory;
    private final Devices devices;

    public Whereabouts(Inventory inventory, Devices devices) {
        this.inventory = inventory;
        this.devices = devices;
    }

    /** Asks all devices of a service. One that does not answer is among what is open. */
    public Whereabout of(Service service) {
        List<String> open = new ArrayList<>();
        List<String> runsAt = new ArrayList<>();
        List<String> addressAt = new ArrayList<>();
        List<Site> sites = inventory.sites().values().stream().sorted(Comparator.comparing(Site::name)).toList();
        for (Site site : sites) {
            try {
                ProcessMigrationController pmc = devices.pmc(site.server().pmc());
                Copy copy = pmc.find(service.process());
                if (copy.state() == CopyState.RUNNING) {
                    runsAt.add(site.name());
                } else if (copy.state() != CopyState.ABSENT) {
                    open.add("It is %s at site %s.".formatted(copy.state().name().toLowerCase(), site.name()));
                }
                if (!copy.activeEpoch().equals(MigrationEpoch.NONE)) {
                    open.add("Migration %s has it at site %s.".formatted(copy.activeEpoch().name().split("-")[0],
                            site.name()));
                }
                if (pmc.holds(service.virtualIp())) {
                    addressAt.add(site.name());
                }
            } catch (DeviceException.Refused e) {
                // a server that does not know the process has none of it
            } catch (DeviceException e) {
                open.add(e.getMessage());
            }
        }
        String users = users(service, sites, runsAt, open);
        if (runsAt.size() != 1) {
            open.add(runsAt.isEmpty() ? "It runs at no site that answers." : "It runs at more than one site.");
        }
        if (!addressAt.equals(runsAt)) {
            open.add("Its virtual IP %s is not where it runs.".formatted(service.virtualIp()));
        }
        return new Whereabout(service.name(), runsAt, addressAt, users, open);
    }

    private String users(Service service, List<Site> sites, List<String> runsAt, List<String> open) {
        try {
            int vlan = devices.accessGateway(service.nagw()).findUserVlan(service.userGroup());
            List<String> there = sites.stream().filter(site -> site.vlan() == vlan).map(Site::name).toList();
            if (!there.equals(runsAt)) {
                open.add("Its users are not where it runs.");
            }
            return "VLAN %d%s".formatted(vlan, there.isEmpty() ? "" : there.stream()
                    .collect(Collectors.joining(", ", " (", ")")));
        } catch (DeviceException e) {
            open.add(e.getMessage());
            return "unknown";
        }
    }
}
