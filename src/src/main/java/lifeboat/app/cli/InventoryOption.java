package lifeboat.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import lifeboat.app.inventory.InventoryException;
import lifeboat.app.inventory.InventoryLoader;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.workers.inventory.Inventory;
import picocli.CommandLine.Option;

/** Which inventory, with the device definitions beside it. */
class InventoryOption {

    private static final Path USUAL = Path.of("inventory.yaml");
    /** Where a lab that runs here writes one. */
    private static final Path OF_A_LAB = Path.of(".lifeboat", "lab", "inventory.yaml");

    @Option(names = "--inventory", paramLabel = "FILE",
            description = "Sites, services and devices (default: inventory.yaml, or where there is none that of a lab "
                    + "that was started here). Device definitions of your own are in the folder 'definitions' beside "
                    + "it.")
    private Path file;

    DeviceDefinitions definitions() {
        return DeviceDefinitions.beside(file());
    }

    Inventory load(DeviceDefinitions definitions) throws InventoryException {
        return new InventoryLoader(definitions).load(file());
    }

    private Path file() {
        return file != null ? file : !Files.exists(USUAL) && Files.exists(OF_A_LAB) ? OF_A_LAB : USUAL;
    }
}
