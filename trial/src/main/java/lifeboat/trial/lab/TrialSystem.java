package lifeboat.trial.lab;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lifeboat.app.controller.ControllerLauncher;
import lifeboat.app.controller.EngineDatabase;
import lifeboat.app.controller.EngineSettings;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.app.inventory.InventoryLoader;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.workers.evidence.EvidenceSettings;
import lifeboat.workers.inventory.Inventory;
import org.springframework.context.ConfigurableApplicationContext;

/** A lab, and a controller with its engine that knows the lab, for as long as they are needed. */
public final class TrialSystem implements AutoCloseable {

    private final LabProcess lab;
    private final EngineSettings engine;
    private final Inventory inventory;
    private final ConfigurableApplicationContext controller;
    private final LabConsole console;
    private final CamundaClient client;

    private TrialSystem(LabProcess lab, Path folder) throws Exception {
        this.lab = lab;
        this.engine = new EngineSettings(true, LoopbackAddress.free(), LoopbackAddress.free(),
                EngineDatabase.in(folder), false, Optional.empty());
        DeviceDefinitions definitions = new DeviceDefinitions();
        this.inventory = new InventoryLoader(definitions).load(lab.inventory());
        DeviceAddress consoleAddress = lab.console();
        this.controller = new ControllerLauncher().start(inventory, definitions, engine,
                EvidenceSettings.in(folder.resolve("evidence")),                folder.resolve("lifeboat.log"));
        this.console = new LabConsole(controller.getBean(DeviceSessions.class), consoleAddress);
        this.client = CamundaClient.newClientBuilder().grpcAddress(engine.grpc()).restAddress(engine.rest())
                .preferRestOverGrpc(false).build();
    }

    /**
     * With a lab in a process of its own.
     *
     * @param lab which is ended with this system, also if this system cannot be started
     */
    public static TrialSystem start(LabProcess lab, Path folder) throws Exception {
        try {
            return new TrialSystem(lab, folder);
        } catch (Exception e) {
            lab.close();
            throw e;
        }
    }

    public Inventory inventory() {
        return inventory;
    }

    public CamundaClient client() {
        return client;
    }

    public LabConsole console() {
        return console;
    }

    /** How to reach it, for an operator. */
    public String address() {
        return "inventory %s, --grpc %s --rest %s".formatted(lab.inventory(), engine.grpc(), engine.rest());
    }

    @Override
    public void close() throws IOException {
        client.close();
        controller.close();
        lab.close();
    }
}
