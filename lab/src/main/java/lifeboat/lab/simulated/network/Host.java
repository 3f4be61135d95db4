package lifeboat.lab.simulated.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lifeboat.pmc.CopyStore;
import lifeboat.pmc.ProcessMigrationController;

/** A server: its place in the network, its addresses, and the processes on it. Guarded by the network. */
public final class Host {

    private final String name;
    private final int serviceVlan;
    private final String migrationAddress;
    private final String layerOneSwitch;
    private final VlanSwitch layerTwoSwitch;
    private final SimulatedNetwork network;
    private final CopyStore disk = CopyStore.inMemory();
    private volatile ProcessMigrationController pmc;
    boolean down;
    final Set<String> virtualIps = new HashSet<>();
    final Map<String, StreamProcess> running = new HashMap<>();
    final Map<String, StreamProcess> frozen = new HashMap<>();
    final Map<String, StreamProcess> staged = new HashMap<>();
    final Map<String, Long> firstImages = new HashMap<>();

    Host(String name, int serviceVlan, String migrationAddress, String layerOneSwitch, VlanSwitch layerTwoSwitch,
            SimulatedNetwork network) {
        this.name = name;
        this.serviceVlan = serviceVlan;
        this.migrationAddress = migrationAddress;
        this.layerOneSwitch = layerOneSwitch;
        this.layerTwoSwitch = layerTwoSwitch;
        this.network = network;
        restartPmc();
    }

    /** As if the PMC had been killed and started again: what it has on disk is what it knows. */
    public final void restartPmc() {
        pmc = new ProcessMigrationController(new SimulatedBackend(network, this), disk, network);
    }

    public String name() {
        return name;
    }

    public ProcessMigrationController pmc() {
        return pmc;
    }

    int serviceVlan() {
        return serviceVlan;
    }

    String migrationAddress() {
        return migrationAddress;
    }

    String layerOneSwitch() {
        return layerOneSwitch;
    }

    VlanSwitch layerTwoSwitch() {
        return layerTwoSwitch;
    }
}
