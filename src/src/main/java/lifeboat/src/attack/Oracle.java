package lifeboat.src.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.session.DeviceAddress;
import lifeboat.connectors.session.SessionException;
import lifeboat.src.demo.LabConsole;

/** Looks at the lab itself, and never at the controller. */
final class Oracle {

    private static final List<String> SITES = List.of("main", "backup");

    private final LabConsole lab;
    private final Map<String, DeviceAddress> devices;

    Oracle(LabConsole lab, Map<String, DeviceAddress> devices) {
        this.lab = lab;
        this.devices = devices;
    }

    /** The site where the process runs, or what else is the case. */
    String site() throws SessionException {
        List<String> running = SITES.stream().filter(site -> server(site, servers()).contains("running [video]"))
                .toList();
        return running.size() == 1 ? running.get(0) : "nowhere alone: " + running;
    }

    /** What is not as it should be while the service is at rest; empty if all is. */
    List<String> wrong() throws SessionException {
        List<String> wrong = new ArrayList<>(harm());
        String site = site();
        if (!SITES.contains(site)) {
            wrong.add("the process runs " + site);
            return wrong;
        }
        String vlan = site.equals("main") ? "1" : "2";
        String users = show("nagw", "show user-group users");
        if (!users.endsWith("VLAN " + vlan)) {
            wrong.add("the process runs at %s, and %s".formatted(site, users));
        }
        for (String each : SITES) {
            String server = server(each, servers());
            if (server.contains("192.168.2.1") != each.equals(site)) {
                wrong.add("virtual IP: " + server);
            }
            if (server.contains("frozen [video]") || server.contains("staged [video]")) {
                wrong.add("left: " + server);
            }
        }
        for (String device : List.of("cp1", "cp2")) {
            String paths = show(device, "show light-path");
            if (!paths.equals("No light paths")) {
                wrong.add("left at %s: %s".formatted(device, paths));
            }
        }
        for (String device : List.of("l2sw1", "l2sw2")) {
            show(device, "show vlan").lines().filter(line -> line.contains("lifeboat-"))
                    .forEach(line -> wrong.add("left on %s: %s".formatted(device, line)));
        }
        for (String device : List.of("pmc1", "pmc2")) {
            String status = show(device, "status video");
            if (!status.contains("active-epoch: 0\n")) {
                wrong.add("left at %s: %s".formatted(device, status.replace("\n", ", ")));
            }
        }
        return wrong;
    }

    /** What must not be the case at any time. */
    List<String> harm() throws SessionException {
        List<String> harm = new ArrayList<>();
        String copies = lab.run("show violations");
        if (copies.contains("copies")) {
            harm.add(copies);
        }
        LabConsole.UserReport user = lab.user();
        if (!user.isUnharmed()) {
            harm.add("the user: " + user);
        }
        return harm;
    }

    private List<String> servers() {
        try {
            return lab.run("show servers").lines().toList();
        } catch (SessionException e) {
            throw new IllegalStateException("The lab's console does not answer", e);
        }
    }

    private static String server(String site, List<String> servers) {
        return servers.get(SITES.indexOf(site));
    }

    private String show(String device, String line) throws SessionException {
        return lab.show(devices.get(device), line);
    }
}
