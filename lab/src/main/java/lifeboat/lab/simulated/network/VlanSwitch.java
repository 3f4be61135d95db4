package lifeboat.lab.simulated.network;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An L2SW: which ports are in which VLAN. */
public final class VlanSwitch {

    /** The ports every L2SW of the lab has: towards the users, the site's server, and the layer-1 network. */
    public static final Set<String> PORTS = Set.of("users", "server", "l1");

    /** A VLAN's name and ports. */
    public static final class Vlan {
        private volatile String name;
        private final Set<String> ports = new TreeSet<>();

        public String name() {
            return name;
        }

        public Set<String> ports() {
            return ports;
        }
    }

    private final String name;
    private final Map<Integer, Vlan> vlans = new TreeMap<>();

    public VlanSwitch(String name, int serviceVlan) {
        this.name = name;
        create(serviceVlan, "service");
        vlans.get(serviceVlan).ports.addAll(Set.of("users", "server"));
    }

    public String name() {
        return name;
    }

    public synchronized Map<Integer, Vlan> vlans() {
        return new TreeMap<>(vlans);
    }

    /** One that is there gets the name, whoever's it was: real switches do not ask either. */
    public synchronized void create(int id, String vlanName) {
        vlans.computeIfAbsent(id, absent -> new Vlan()).name = vlanName;
    }

    /** @return whether there are such a VLAN and such a port */
    public synchronized boolean addPort(int id, String port) {
        boolean known = vlans.containsKey(id) && PORTS.contains(port);
        if (known) {
            vlans.get(id).ports.add(port);
        }
        return known;
    }

    public synchronized boolean delete(int id) {
        return vlans.remove(id) != null;
    }

    synchronized boolean carries(int id, String onePort, String otherPort) {
        Vlan vlan = vlans.get(id);
        return vlan != null && vlan.ports.containsAll(Set.of(onePort, otherPort));
    }
}
