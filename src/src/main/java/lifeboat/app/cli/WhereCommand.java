package lifeboat.app.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import lifeboat.app.inventory.InventoryException;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Whereabouts;
import lifeboat.workers.inventory.Whereabouts.Whereabout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat where}: where services are, read from the devices, with or without a controller. */
@Command(name = "where", mixinStandardHelpOptions = true,
        description = "Shows where services run, who has their virtual IP, and where their users are, as the devices "
                + "say now. Changes nothing, and needs no controller.")
class WhereCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %-12s %-28s %-20s %s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private InventoryOption inventoryOption;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "The services; all of the inventory's if none.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InventoryException {
        DeviceDefinitions definitions = inventoryOption.definitions();
        Inventory inventory = inventoryOption.load(definitions);
        List<Service> services = names.isEmpty() ? List.copyOf(new TreeMap<>(inventory.services()).values())
                : names.stream().map(name -> named(inventory, name)).toList();
        PrintWriter out = spec.commandLine().getOut();
        boolean allFine = true;
        out.println(ROW.formatted("SERVICE", "SITE", "VIRTUAL IP", "USERS", "OPEN"));
        try (DeviceSessions sessions = new DeviceSessions(definitions, command -> { })) {
            Whereabouts whereabouts = new Whereabouts(inventory, new Devices(inventory, sessions));
            for (Service service : services) {
                Whereabout found = whereabouts.of(service);
                allFine &= found.open().isEmpty();
                out.println(ROW.formatted(found.service(), listed(found.runsAt()), "%s at %s".formatted(
                        service.virtualIp(), listed(found.addressAt())), found.users(), listed(found.open())));
                out.flush();
            }
        }
        return allFine ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String listed(List<String> texts) {
        return texts.isEmpty() ? "-" : String.join(" ", texts);
    }

    private static Service named(Inventory inventory, String name) {
        Service service = inventory.services().get(name);
        if (service == null) {
            throw new RequestRefused("There is no service '%s' in the inventory; there is %s.".formatted(name,
                    String.join(", ", new TreeMap<>(inventory.services()).keySet())));
        }
        return service;
    }
}
