package lifeboat.workers.inventory;

import java.util.Map;
import lifeboat.connectors.login.DeviceAddress;

/** The sites, services and devices Lifeboat may act on. Every reference in it leads somewhere. */
public record Inventory(Map<String, Site> sites, Map<String, Service> services, MigrationSettings migration,
        Map<String, DeviceAddress> devices) {

    /** The platform of a device whose command line is never used: an SSH server on the way to others. */
    public static final String NO_PLATFORM = "-";

    public Inventory {
        sites = Map.copyOf(sites);
        services = Map.copyOf(services);
        devices = Map.copyOf(devices);
    }
}
