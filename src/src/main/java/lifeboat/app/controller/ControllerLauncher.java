package lifeboat.app.controller;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.workers.evidence.EvidenceSettings;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.migration.ControllerName;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts a controller. */
public class ControllerLauncher {

    /**
     * @param log the file the controller logs to
     * @return the running controller; closing it stops it
     */
    public ConfigurableApplicationContext start(Inventory inventory, DeviceDefinitions definitions,
            EngineSettings engine, EvidenceSettings evidence, Path log) {
        Map<String, Object> properties = engine.properties();
        properties.put("logging.file.name", log);
        properties.put("camunda.client.worker.defaults.name", ControllerName.ofThisRun(name(log)));
        String[] arguments = properties.entrySet().stream()
                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue())).toArray(String[]::new);
        return new SpringApplicationBuilder(Controller.class)
                .initializers(context -> {
                    ((GenericApplicationContext) context).registerBean(Inventory.class, () -> inventory);
                    ((GenericApplicationContext) context).registerBean(DeviceDefinitions.class, () -> definitions);
                    ((GenericApplicationContext) context).registerBean(EvidenceSettings.class, () -> evidence);
                })
                .run(arguments);
    }

    /** Two controllers do not log to one file. */
    private static String name(Path log) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return "lifeboat@%s:%s".formatted(host, log.toAbsolutePath().normalize());
    }
}
