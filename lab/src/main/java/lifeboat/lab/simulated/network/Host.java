package lifeboat.lab.simulated.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lifeboat.pmc.PmcMigrations;

/** A server: its place in the network, its addresses, and the processes on it. Guarded by the network. */
public final class Host {

    private final String name;
    private final int serviceVlan;
    private final String migrationAddress;
    private final String layerOneSwitch;
    private final VlanSwitch layerTwoSwitch;
    private final MortalPmc pmc;
    boolean down;
    final Set<String> virtualIps = new HashSet<>();
    final Map<String, StreamProcess> running = new HashMap<>();
    final Map<String, StreamProcess> frozen = new HashMap<>();
    final Map<String, StreamProcess> staged = new HashMap<>();
    final Map<String, StreamProcess> firstImages = new HashMap<>();

    Host(String name, int serviceVlan, String migrationAddress, String layerOneSwitch, VlanSwitch layerTwoSwitch,
            SimulatedNetwork network) {
        this.name = name;
        this.serviceVlan = serviceVlan;
        this.migrationAddress = migrationAddress;
        this.layerOneSwitch = layerOneSwitch;
        this.layerTwoSwitch = layerTwoSwitch;
        this.pmc = new MortalPmc(new SimulatedBackend(network, this), network);
    }

    public void killPmc() {
        pmc.kill();
    }

    /** @param moment for example {@code after freeze} or {@code before save}: the PMC dies there */
    public void killPmcAt(String moment) {
        pmc.dieAt(moment);
    }

    /** What it has on disk is what it knows. */
    public void startPmc() {
        if (!pmc.isAlive()) {
            pmc.start();
        }
    }

    /** A process that this server may have: its PMC notes when it runs here. */
    public void addProcess(String process) {
        pmc.add(process);
    }

    void forgetMemory() {
        virtualIps.clear();
        running.clear();
        frozen.clear();
        staged.clear();
        firstImages.clear();
    }

    void replacePmc() {
        pmc.replace();
    }

    public boolean isPmcAlive() {
        return pmc.isAlive();
    }

    /** How often its PMC was killed. */
    public int pmcDeaths() {
        return pmc.deaths();
    }

    public String name() {
        return name;
    }

    public PmcMigrations pmc() {
        return pmc.get();
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
