package lifeboat.lab.linux;

import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import lifeboat.lab.Lab;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.lab.fault.StepFault;

/** What can be broken for real, so that a step of the paper is bound to fail or a PMC has to refuse. */
final class Breakages {

    private static final String IMAGES = "/run/lifeboat/images";
    private static final String INCOMING = "/run/lifeboat/incoming";

    /** Breaks something. */
    @FunctionalInterface
    private interface Breakage {
        void happen() throws IOException;
    }

    private final FaultInjector faults;
    private final Switches switches;
    private final LabServer main;
    private final LabServer backup;
    private final Map<String, Breakage> all;

    Breakages(FaultInjector faults, Switches switches, LabServer main, LabServer backup) {
        this.faults = faults;
        this.switches = switches;
        this.main = main;
        this.backup = backup;
        this.all = Map.ofEntries(
                Map.entry("2", () -> faults.add(StepFault.of("2"), true)),
                Map.entry("3", () -> makeReadOnly(Switches.L2SW2)),
                Map.entry("4", this::takeImageFolderAway),
                Map.entry("5", this::rejectImages),
                Map.entry("6", this::unplugService),
                Map.entry("7", () -> makeReadOnly(Switches.NAGW)),
                Map.entry("8", () -> occupyPid(untilImageArrives())),
                Map.entry("pid-taken-backup", () -> occupyPid("")),
                Map.entry("9", () -> faults.add(StepFault.of("9"), true)),
                Map.entry("duplicate-ip", this::addSecondHolder),
                Map.entry("no-space-main", () -> fill(main, IMAGES)),
                Map.entry("no-space-backup", () -> fill(backup, INCOMING)));
    }

    /** @throws IOException if there is no such breakage, or it fails to happen */
    void happen(String name) throws IOException {
        Breakage breakage = all.get(name);
        if (breakage == null) {
            throw new IOException("'%s' cannot be broken in the Linux lab; there is %s".formatted(name,
                    String.join(", ", new TreeSet<>(all.keySet()))));
        }
        breakage.happen();
    }

    /** A standby database, as Open vSwitch has them, shows everything and changes nothing. */
    private void makeReadOnly(String name) throws IOException {
        switches.control(name, "ovsdb-server/set-active-ovsdb-server", "unix:/nowhere");
        switches.control(name, "ovsdb-server/connect-active-ovsdb-server");
    }

    private void takeImageFolderAway() throws IOException {
        main.run("mkdir -p %s && mount -t tmpfs -o ro tmpfs %s".formatted(IMAGES, IMAGES));
    }

    private void rejectImages() throws IOException {
        backup.run("nft add table inet broken && nft add chain inet broken input "
                + "'{ type filter hook input priority 0; }' && nft add rule inet broken input "
                + "tcp dport 7177 reject with tcp reset");
    }

    private void unplugService() throws IOException {
        backup.run("ip link set eth0 down");
    }

    /** The process needs the PID it had. @param condition what the shell waits for before it takes it */
    private void occupyPid(String condition) throws IOException {
        backup.run("(%s echo $((%s - 1)) >/proc/sys/kernel/ns_last_pid; sleep 1000; :) </dev/null >/dev/null 2>&1 &"
                .formatted(condition, main.run("cat " + LabServer.PID_FILE).strip()));
    }

    /** The plan asks for the PID, so it is taken afterwards. */
    private static String untilImageArrives() {
        return "until [ -e %s/%s ]; do sleep 0.02; done;".formatted(IMAGES, Lab.PROCESS);
    }

    /** A host in the backup site's VLAN answers for the virtual IP. */
    private void addSecondHolder() throws IOException {
        switches.run(Switches.L2SW2, ("ovs-vsctl add-port br0 second tag=2 -- set interface second type=internal "
                + "&& ip address add %s/24 dev second && ip link set second up").formatted(Lab.VIRTUAL_IP));
    }

    private static void fill(LabServer server, String folder) throws IOException {
        server.run("mkdir -p %s && mount -t tmpfs -o size=1m tmpfs %s".formatted(folder, folder));
    }

    /** Puts everything right. */
    void mend() throws IOException {
        faults.clear();
        if (main.isUp()) {
            main.run("umount %s 2>/dev/null || true".formatted(IMAGES));
        }
        backup.run("umount %s 2>/dev/null; nft delete table inet broken 2>/dev/null; ip link set eth0 up; "
                .formatted(INCOMING) + "pkill -f 'unti[l] .-e'; pkill -x sleep; true");
        switches.run(Switches.L2SW2, "ovs-vsctl --if-exists del-port second");
        for (String name : new String[] {Switches.L2SW2, Switches.NAGW}) {
            switches.control(name, "ovsdb-server/disconnect-active-ovsdb-server");
        }
    }
}
