package lifeboat.app.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with an inventory file, in the order of its lines. */
final class InventoryFaults {

    private record Fault(int line, String sentence) {
    }

    private final Path file;
    private final List<Fault> faults = new ArrayList<>();

    InventoryFaults(Path file) {
        this.file = file;
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    void add(int line, String sentence) {
        faults.add(new Fault(line, sentence));
    }

    void throwIfAny() throws InventoryException {
        if (!faults.isEmpty()) {
            throw new InventoryException(faults.stream().sorted(Comparator.comparingInt(Fault::line))
                    .map(fault -> "%s:%d: %s.".formatted(file, fault.line(), fault.sentence())).distinct().toList());
        }
    }
}
