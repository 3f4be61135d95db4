package lifeboat.connectors.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;

/** A switch that says what a vendor's says, as far as VLANs go, with two ports. */
abstract class VendorSwitch implements TelnetPort.CommandLine {

    static final Map<String, String> PORTS = Map.of("server", "ethernet-1/1", "l1", "ethernet-1/24");

    /** A configuration: names of VLANs, and the ports they are on. */
    static final class Vlans {

        final Map<String, String> names = new TreeMap<>();
        final Map<String, Set<String>> ports = new TreeMap<>();

        synchronized void become(Vlans other) {
            names.clear();
            names.putAll(other.names);
            ports.clear();
            other.ports.forEach((vlan, on) -> ports.put(vlan, new TreeSet<>(on)));
        }

        boolean isOn(String vlan, String port) {
            return ports.getOrDefault(vlan, Set.of()).contains(port);
        }

        String portsOf(String vlan, UnaryOperator<String> shown) {
            return ports.getOrDefault(vlan, Set.of()).stream().map(shown).collect(Collectors.joining(", "));
        }

        void add(String vlan, String port) {
            ports.computeIfAbsent(vlan, none -> new TreeSet<>()).add(port);
        }

        void remove(String vlan, String port) {
            ports.getOrDefault(vlan, new TreeSet<>()).remove(port);
        }

        void delete(String vlan) {
            names.remove(vlan);
            ports.remove(vlan);
        }
    }

    final Vlans running = new Vlans();
    final Vlans candidate = new Vlans();
    final Vlans saved = new Vlans();
    final List<String> lines = new CopyOnWriteArrayList<>();
    String mode = "";
    String vlan = "";
    String port = "";

    /** What is typed in answer to a question. */
    interface Asking {
        String ask(String question) throws IOException;
    }

    /** A line, by its beginning, that it refuses. */
    String refused = "never";
    /** What it says to that line instead of its refusal; null for that. */
    String says;
    /** Whether its ports are in other modes than they should be. */
    boolean otherModes;
    /** Whether it stops in the middle of what it prints, whatever it was told. */
    boolean pages;

    private final String refusal;
    private final String pager;

    /**
     * @param refusal how it says no
     * @param pager what it shows where it stops
     */
    VendorSwitch(String refusal, String pager) {
        this.refusal = refusal;
        this.pager = pager;
    }

    abstract String prompt();

    /** What it prints; it ends its lines itself. */
    abstract String answer(String line, Asking asking) throws IOException;

    @Override
    public void serve(InputStream in, OutputStream out) throws IOException {
        mode = "";
        while (true) {
            ScriptedDevice.print(out, prompt().replace("\n", "\r\n"));
            String line = ScriptedDevice.readLine(in, out, true);
            if (line == null) {
                return;
            }
            if (!line.isEmpty()) {
                lines.add(line);
                String answer = line.startsWith(refused) ? says == null ? refusal : says
                        : answer(line, question -> VlanSwitch.ask(question, in, out));
                int half = pages ? answer.indexOf('\n', answer.length() / 2) : -1;
                if (half >= 0 && half + 1 < answer.length()) {
                    ScriptedDevice.print(out, answer.substring(0, half + 1).replace("\n", "\r\n") + pager);
                    in.read();
                    ScriptedDevice.print(out, "\r" + " ".repeat(pager.length()) + "\r");
                    answer = answer.substring(half + 1);
                }
                ScriptedDevice.print(out, answer.replace("\n", "\r\n"));
            }
        }
    }

    /** The word at a place of a line. */
    static String word(String line, int at) {
        return line.split(" ")[at];
    }

    static VendorSwitch of(String platform) {
        return switch (platform) {
            case "cisco_ios" -> new CiscoIos();
            case "arista_eos" -> new AristaEos();
            case "juniper_junos" -> new JuniperJunos();
            case "huawei_vrp" -> new HuaweiVrp();
            case "nokia_srlinux" -> new NokiaSrLinux();
            default -> throw new IllegalArgumentException(platform);
        };
    }

    /** What IOS and EOS have in common. */
    private abstract static class Industry extends VendorSwitch {

        @Override
        String prompt() {
            return "core-sw1" + (mode.isEmpty() ? "" : "(config)") + "#";
        }

        Industry() {
            super("                ^\n% Invalid input detected at '^' marker.\n",
                    " --More-- ");
        }

        @Override
        String answer(String line, Asking asking) throws IOException {
            if (line.startsWith("terminal ")) {
                return "";
            }
            if (line.equals("end") || line.startsWith("configure")) {
                mode = line.equals("end") ? "" : "config";
                return "";
            }
            if (line.startsWith("vlan ")) {
                vlan = word(line, 1);
                running.names.putIfAbsent(vlan, "VLAN00" + vlan);
            } else if (line.startsWith("name ")) {
                running.names.put(vlan, word(line, 1));
            } else if (line.startsWith("interface ")) {
                port = word(line, 1);
            } else if (line.startsWith("switchport access vlan ")) {
                running.add(word(line, 3), port);
            } else if (line.startsWith("switchport trunk allowed vlan add ")) {
                running.add(word(line, 5), port);
            } else if (line.startsWith("switchport trunk allowed vlan remove ")) {
                running.remove(word(line, 5), port);
            } else if (line.startsWith("no vlan ")) {
                running.delete(word(line, 2));
            } else {
                return further(line, asking);
            }
            return "";
        }

        abstract String further(String line, Asking asking) throws IOException;
    }

    private static final class CiscoIos extends Industry {

        @Override
        String further(String line, Asking asking) throws IOException {
            if (line.startsWith("copy running-config")) {
                asking.ask("Destination filename [startup-config]? ");
                saved.become(running);
                return "Building configuration...\nCompressed configuration from 4732 bytes to 2246 bytes[OK]\n";
            }
            if (line.startsWith("show vlan id ")) {
                String id = word(line, 3);
                return running.names.containsKey(id) ? """

                        VLAN Name                             Status    Ports
                        ---- -------------------------------- --------- -------------------------------
                        %-4s %-32s active    Gi0/1

                        VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2
                        ---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------
                        %-4s enet  100042     1500  -      -      -        -    -        0      0

                        """.formatted(id, running.names.get(id), id) : "VLAN id " + id
                        + " not found in current VLAN database\n";
            }
            if (line.startsWith("show interfaces ")) {
                String name = word(line, 2);
                String on = running.ports.entrySet().stream().filter(entry -> entry.getValue().contains(name))
                        .map(Map.Entry::getKey).findFirst().orElse(null);
                boolean isTrunk = name.equals(PORTS.get("l1"));
                return """
                        Name: %s
                        Switchport: Enabled
                        Administrative Mode: %s
                        Operational Mode: %s
                        Access Mode VLAN: %s
                        Trunking Native Mode VLAN: 1 (default)
                        Trunking VLANs Enabled: %s
                        Pruning VLANs Enabled: 2-1001

                        """.formatted(name, isTrunk ? otherModes ? "static access" : "trunk" : otherModes
                        ? "trunk" : "dynamic auto", isTrunk == otherModes ? "static access" : "trunk", isTrunk || on == null
                        ? "1 (default)" : on + " (m" + on + ")", !isTrunk || otherModes ? "ALL" : on == null
                        ? "10,20-24,45-\n     50" : "10,20-24,\n     40-50");
            }
            return "% Invalid input detected at '^' marker.\n";
        }
    }

    private static final class AristaEos extends Industry {

        @Override
        String further(String line, Asking asking) {
            if (line.startsWith("copy running-config")) {
                saved.become(running);
                return "Copy completed successfully.\n";
            }
            if (line.startsWith("show vlan ")) {
                String id = word(line, 2);
                String on = running.portsOf(id, "\"%s\": {\"privatePromoted\": false}"::formatted);
                return running.names.containsKey(id) ? """
                        {
                            "sourceDetail": "",
                            "vlans": {"%s": {"status": "active", "name": "%s", "interfaces": {%s}, "dynamic": false}}
                        }
                        """.formatted(id, running.names.get(id), on)
                        : "{\"errors\": [\"VLAN " + id + " not found in current VLAN database\"]}\n";
            }
            return "% Invalid input\n";
        }
    }

    private static final class JuniperJunos extends VendorSwitch {

        private static final int MANY = 700;

        JuniperJunos() {
            super("[edit interfaces]\n  'ethernet-1/24'\n    no such interface\n"
                    + "error: configuration check-out failed\n",
                    "---(more 50%)---");
        }

        @Override
        String prompt() {
            return mode.isEmpty() ? "\nmcs@core-sw1> " : "\n[edit]\nmcs@core-sw1# ";
        }

        @Override
        String answer(String line, Asking asking) {
            if (line.equals("configure exclusive")) {
                mode = "edit";
                candidate.become(running);
                return "warning: uncommitted changes will be discarded on exit\nEntering configuration mode\n";
            }
            if (line.equals("exit configuration-mode")) {
                mode = "";
                return "Exiting configuration mode\n";
            }
            if (line.equals("commit")) {
                running.become(candidate);
                saved.become(candidate);
                return "configuration check succeeds\ncommit complete\n";
            }
            if (line.equals("rollback 0")) {
                candidate.become(running);
                return "load complete\n";
            }
            if (line.startsWith("set vlans ") && line.contains(" description ")) {
                candidate.names.put(number(word(line, 2)), word(line, 4));
            } else if (line.startsWith("set interfaces ")) {
                candidate.add(number(line), word(line, 2));
            } else if (line.startsWith("delete interfaces ")) {
                candidate.remove(number(line), word(line, 2));
            } else if (line.startsWith("delete vlans ")) {
                candidate.delete(number(line));
            } else if (line.startsWith("show configuration vlans ")) {
                String id = number(word(line, 3));
                return running.names.containsKey(id) ? """
                        set vlans lifeboat-%s description %s
                        set vlans lifeboat-%s vlan-id %s
                        """.formatted(id, running.names.get(id), id, id) : "";
            } else if (line.startsWith("show configuration interfaces ")) {
                String name = word(line, 3);
                return running.ports.entrySet().stream().filter(entry -> entry.getValue().contains(name))
                        .map(entry -> ("set interfaces %s unit 0 family ethernet-switching vlan members lifeboat-%s\n")
                                .formatted(name, entry.getKey())).reduce(("set interfaces %s unit 0 family ethernet-switching vlan members "
                        + "others-7\n").formatted(name).repeat(MANY) + "deactivate interfaces " + name
                        + " gigether-options 802.3ad\n", String::concat);
            }
            return "";
        }

        private static String number(String text) {
            return text.substring(text.lastIndexOf('-') + 1);
        }
    }

    private static final class HuaweiVrp extends VendorSwitch {

        HuaweiVrp() {
            super("                    ^\nError: Unrecognized command found at '^' position.\n",
                    "  ---- More ----");
        }

        @Override
        String prompt() {
            return mode.isEmpty() ? "<core-sw1>" : "[core-sw1" + mode.strip() + "]";
        }

        @Override
        String answer(String line, Asking asking) throws IOException {
            switch (line.split(" ")[0]) {
                case "system-view" -> {
                    mode = " ";
                    return "Enter system view, return user view with Ctrl+Z.\n";
                }
                case "return" -> mode = "";
                case "quit" -> mode = " ";
                case "vlan" -> {
                    vlan = word(line, 1);
                    mode = "-vlan" + vlan;
                    running.names.putIfAbsent(vlan, "VLAN 00" + vlan);
                }
                case "description" -> running.names.put(vlan, word(line, 1));
                case "interface" -> {
                    port = word(line, 1);
                    mode = "-" + port;
                }
                case "port" -> running.add(line.substring(line.lastIndexOf(' ') + 1), port);
                case "undo" -> undo(line, asking);
                case "save" -> {
                    return save(asking);
                }
                case "display" -> {
                    return display(word(line, 2));
                }
                default -> {
                    return "Info: The configuration takes effect on the current user terminal interface only.\n";
                }
            }
            return "";
        }

        private void undo(String line, Asking asking) throws IOException {
            String id = line.substring(line.lastIndexOf(' ') + 1);
            if (line.startsWith("undo port")) {
                running.remove(id, port);
            } else if (asking.ask("Warning: The configurations of the VLAN will be deleted. Continue?[Y/N]:").equals("y")) {
                running.delete(id);
            }
        }

        private String shown(String kind, String id, Predicate<String> which) {
            String on = running.ports.getOrDefault(id, Set.of()).stream().filter(which)
                    .map(name -> name.replace("ethernet-", "GE") + "(U)").collect(Collectors.joining(" "));
            return on.isEmpty() ? "" : kind + on;
        }

        private String save(Asking asking) throws IOException {
            String told = asking.ask("The current configuration will be written to the device.\r\n"
                    + "Are you sure to continue? (y/n)[n]:");
            if (!told.equals("y")) {
                return "";
            }
            saved.become(running);
            return "It will take several minutes to save configuration file, please wait....\n"
                    + "Configuration file had been saved successfully\n";
        }

        private String display(String id) {
            if (!running.names.containsKey(id)) {
                return "Error: The VLAN does not exist.\n";
            }
            String untagged = shown("UT:", id, port -> !port.equals(PORTS.get("l1")));
            String tagged = shown("TG:", id, PORTS.get("l1")::equals);
            return """
                    --------------------------------------------------------------------------------
                    U: Up;         D: Down;         TG: Tagged;         UT: Untagged;
                    MP: Vlan-mapping;               ST: Vlan-stacking;
                    --------------------------------------------------------------------------------

                    VID  Type    Ports
                    --------------------------------------------------------------------------------
                    %-4s common  %s
                                 %s

                    VID  Status  Property      MAC-LRN Statistics Description
                    --------------------------------------------------------------------------------
                    %-4s enable  default       enable  disable    %s
                    """.formatted(id, untagged.isEmpty() ? tagged : untagged, untagged.isEmpty() ? "" : tagged, id,
                    running.names.get(id));
        }
    }

    private static final class NokiaSrLinux extends VendorSwitch {

        NokiaSrLinux() {
            super("Error: Path 'interface ethernet-1/24' does not exist\n",
                    "--More--");
        }

        @Override
        String prompt() {
            return "--{ %s }--[  ]--\nA:core-sw1# ".formatted(mode.isEmpty() ? "+ running"
                    : "* candidate shared-exclusive default");
        }

        @Override
        String answer(String line, Asking asking) {
            if (line.startsWith("enter candidate")) {
                mode = "candidate";
                candidate.become(running);
            } else if (line.equals("commit now")) {
                mode = "";
                running.become(candidate);
                return "All changes have been committed. Leaving candidate mode.\n";
            } else if (line.equals("discard now")) {
                mode = "";
                return "All changes have been discarded. Leaving candidate mode.\n";
            } else if (line.equals("save startup")) {
                saved.become(running);
                return "/system:\n    Saved current running configuration as initial (startup) configuration\n";
            } else if (line.startsWith("set / network-instance ")) {
                String id = word(line, 3).substring("lifeboat-".length());
                if (line.contains(" description ")) {
                    candidate.names.put(id, word(line, 5));
                } else if (line.contains(" interface ")) {
                    candidate.add(id, word(line, 5).replaceFirst("\\.\\d+$", ""));
                }
            } else if (line.startsWith("delete / network-instance ")) {
                candidate.delete(word(line, 3).substring("lifeboat-".length()));
            } else if (line.startsWith("info from running network-instance ")) {
                return json(word(line, 4).substring("lifeboat-".length()));
            }
            return "";
        }

        private String json(String id) {
            String on = running.portsOf(id, name -> "{\"name\": \"%s.%s\"}".formatted(name, id));
            return running.names.containsKey(id) ? """
                    {
                      "network-instance": [
                        {
                          "name": "lifeboat-%s", "type": "mac-vrf", "admin-state": "enable", "description": "%s",
                          "interface": [%s]
                        }
                      ]
                    }
                    """.formatted(id, running.names.get(id), on) : "{\n}\n";
        }
    }
}
