package lifeboat.lab.device;

import java.util.List;
import java.util.stream.Collectors;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.lab.layerone.LayerOneNetwork.LightPath;
import lifeboat.lab.layerone.LayerOneNetwork.PathErr;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Device;

/** A CP-device: sets light paths up from its L1SW, and shows those that touch it. */
public record CpDevice(String name, String layerOneSwitch, LayerOneNetwork network) implements Device {

    @Override
    public String banner() {
        return "GMPLS control plane of %s".formatted(layerOneSwitch);
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
            if (line.equals("show link")) {
                return network.links().stream().map(link -> "Link %s: %d bit/s, %d bit/s free"
                        .formatted(link, link.capacity(), network.free(link))).collect(Collectors.joining("\n"));
            }
            if (words.size() >= 2 && words.get(1).equals("light-path")) {
                List<LightPath> paths = network.paths().stream()
                        .filter(path -> path.route().contains(layerOneSwitch))
                        .filter(path -> words.size() == 2 || path.name().equals(words.get(2))).toList();
                if (paths.isEmpty()) {
                    return words.size() == 2 ? "No light paths" : "Light path %s not found".formatted(words.get(2));
                }
                return paths.stream().map(CpDevice::describe).collect(Collectors.joining("\n"));
            }
            return INVALID.formatted(line);
        }

        @Override
        protected String change(List<String> words, String line) {
            try {
                if (words.size() == 6 && line.matches("light-path \\S+ to \\S+ bandwidth \\d{1,15}")) {
                    return describe(network.establish(words.get(1), layerOneSwitch, words.get(3),
                            Long.parseLong(words.get(5))));
                }
            } catch (PathErr e) {
                return "% Error: " + e.getMessage();
            }
            if (words.size() == 3 && line.startsWith("no light-path ")) {
                return network.tearDown(words.get(2)) ? "Light path %s deleted".formatted(words.get(2))
                        : "%% Error: light path %s not found".formatted(words.get(2));
            }
            return INVALID.formatted(line);
        }
    }

    private static String describe(LightPath path) {
        return "Light path %s is up: %s, %d bit/s".formatted(path.name(), String.join(" - ", path.route()),
                path.bandwidth());
    }
}
