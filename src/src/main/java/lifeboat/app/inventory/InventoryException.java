package lifeboat.app.inventory;

import java.util.List;

/** An inventory that cannot be used: one sentence for each fault, with file and line. */
public class InventoryException extends Exception {

    private final List<String> faults;

    public InventoryException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
