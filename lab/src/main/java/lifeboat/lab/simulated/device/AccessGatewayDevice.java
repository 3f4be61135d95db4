package lifeboat.lab.simulated.device;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lifeboat.lab.device.ModalCommandLine;
import lifeboat.lab.simulated.network.SimulatedNetwork;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Device;

/** The NAGW: decides which VLAN the users are in. */
public record AccessGatewayDevice(String name, SimulatedNetwork network) implements Device {

    @Override
    public String banner() {
        return "Network access gateway";
    }

    @Override
    public CommandLine login() {
        return new Cli();
    }

    private final class Cli extends ModalCommandLine {

        Cli() {
            super(name, false);
        }

        @Override
        protected String show(List<String> words, String line) {
            Map<String, Integer> vlans = network.userVlans();
            if (line.equals("show user-group")) {
                return vlans.keySet().stream().map(group -> describe(group, vlans))
                        .collect(Collectors.joining("\n"));
            }
            if (line.matches("show user-group \\S+")) {
                return vlans.containsKey(words.get(2)) ? describe(words.get(2), vlans)
                        : "User group %s not found".formatted(words.get(2));
            }
            return INVALID.formatted(line);
        }

        @Override
        protected String change(List<String> words, String line) {
            if (!line.matches("user-group \\S+ vlan \\d{1,4}")) {
                return INVALID.formatted(line);
            }
            if (!network.userVlans().containsKey(words.get(1))) {
                return "%% Error: user group %s not found".formatted(words.get(1));
            }
            network.moveUsers(words.get(1), Integer.parseInt(words.get(3)));
            return describe(words.get(1), network.userVlans());
        }
    }

    private static String describe(String group, Map<String, Integer> vlans) {
        return "User group %s is in VLAN %d".formatted(group, vlans.get(group));
    }
}
