package lifeboat.src.cli;

import java.nio.file.Path;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.src.inventory.InventoryException;
import lifeboat.src.inventory.InventoryLoader;
import lifeboat.workers.inventory.Inventory;
import picocli.CommandLine.Option;

/** Which inventory, with the device definitions beside it. */
class InventoryOption {

    @Option(names = "--inventory", defaultValue = "inventory.yaml", paramLabel = "FILE",
            description = "Sites, services and devices (default: ${DEFAULT-VALUE}). Device definitions of your own are "
                    + "in the folder 'definitions' beside it.")
    private Path file;

    DeviceDefinitions definitions() {
        return DeviceDefinitions.beside(file);
    }

    Inventory load(DeviceDefinitions definitions) throws InventoryException {
        return new InventoryLoader(definitions).load(file);
    }
}
