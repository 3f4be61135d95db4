package lifeboat.app.cli;

import java.nio.file.Path;
import lifeboat.app.inventory.InventoryException;
import lifeboat.app.inventory.InventoryLoader;
import lifeboat.connectors.definition.DeviceDefinitions;
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
