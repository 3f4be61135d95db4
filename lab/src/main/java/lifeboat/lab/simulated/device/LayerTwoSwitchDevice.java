package lifeboat.lab.simulated.device;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lifeboat.lab.device.ModalCommandLine;
import lifeboat.lab.simulated.network.VlanSwitch;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Device;

/** An L2SW's command line. */
public record LayerTwoSwitchDevice(VlanSwitch vlanSwitch) implements Device {

    private static final String ROW = "%-5s %-24s %-7s %s";

    @Override
    public String name() {
        return vlanSwitch.name();
    }

    @Override
    public String banner() {
        return "%s, ports %s".formatted(name(), VlanSwitch.PORTS.stream().sorted().toList());
    }

    @Override
    public CommandLine login() {
        return new Cli();
    }

    private final class Cli extends ModalCommandLine {

        Cli() {
            super(vlanSwitch.name(), true);
        }

        @Override
        protected String show(List<String> words, String line) {
            Map<Integer, VlanSwitch.Vlan> vlans = vlanSwitch.vlans();
            if (line.matches("show vlan id \\d{1,4}")) {
                int id = Integer.parseInt(words.get(3));
                return vlans.containsKey(id) ? table(Map.of(id, vlans.get(id))) : "VLAN %d not found".formatted(id);
            }
            return line.equals("show vlan") ? table(vlans) : INVALID.formatted(line);
        }

        @Override
        protected String change(List<String> words, String line) {
            if (line.matches("vlan \\d{1,4} name \\S+")) {
                int id = Integer.parseInt(words.get(1));
                if (id < 1 || id > 4094) {
                    return "% Error: VLAN " + id + " is not in 1-4094";
                }
                vlanSwitch.create(id, words.get(3));
                return "";
            }
            if (line.matches("interface \\S+ vlan \\d{1,4}")) {
                return vlanSwitch.addPort(Integer.parseInt(words.get(3)), words.get(1)) ? ""
                        : "% Error: no such port or VLAN";
            }
            if (line.matches("no vlan \\d{1,4}")) {
                return vlanSwitch.delete(Integer.parseInt(words.get(2))) ? "" : "% Error: VLAN not found";
            }
            return INVALID.formatted(line);
        }
    }

    private static String table(Map<Integer, VlanSwitch.Vlan> vlans) {
        return ROW.formatted("VLAN", "Name", "Status", "Ports") + "\n" + vlans.entrySet().stream()
                .map(e -> ROW.formatted(e.getKey(), e.getValue().name(), "active",
                        String.join(",", e.getValue().ports())))
                .collect(Collectors.joining("\n"));
    }
}
