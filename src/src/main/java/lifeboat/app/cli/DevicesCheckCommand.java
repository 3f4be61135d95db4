package lifeboat.app.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import lifeboat.app.inventory.InventoryException;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceCheck;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat devices check}: can the devices be logged in to, and are they what the inventory says? */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Logs in to devices, and shows prompt, mode and version. Changes nothing.")
class DevicesCheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private InventoryOption inventory;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The devices; all of the inventory's if none.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InventoryException {
        DeviceDefinitions definitions = inventory.definitions();
        List<DeviceAddress> devices = new ChosenDevices(inventory.load(definitions)).named(names);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-16s %-18s %-10s %-24s %-18s %s%n", "DEVICE", "PLATFORM", "PROTOCOL", "PROMPT", "MODE", "VERSION");
        boolean allFine = true;
        for (DeviceAddress device : devices) {
            String line = "%-16s %-18s %-10s ".formatted(device.name(), device.platform(),
                    device.protocol().name().toLowerCase());
            try {
                DeviceCheck.FoundDevice found = new DeviceCheck(definitions.get(device.platform()),
                        command -> { }).of(device);
                out.println((line + "%-24s %-18s %s".formatted(shown(found.prompt()), found.mode(),
                        shown(found.version()))).stripTrailing());
            } catch (SessionException e) {
                allFine = false;
                out.println(line + e.getMessage());
            }
            out.flush();
        }
        return allFine ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String shown(String text) {
        return text.isEmpty() ? "-" : text.replace("\n", "\\n");
    }
}
