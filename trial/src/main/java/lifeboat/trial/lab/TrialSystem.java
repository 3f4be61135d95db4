package lifeboat.src.demo;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.src.controller.ControllerLauncher;
import lifeboat.src.controller.EngineDatabase;
import lifeboat.src.controller.EngineSettings;
import lifeboat.src.inventory.InventoryLoader;
import lifeboat.workers.inventory.Inventory;
import org.springframework.context.ConfigurableApplicationContext;

/** A lab, and a controller with its engine that knows the lab, for as long as they are needed. */
public final class TrialSystem implements AutoCloseable {

    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_CLIENT_PORT = 32_768;
    private static final int MOST_ATTEMPTS = 100;

    private final LabProcess lab;
    private final EngineSettings engine;
    private final Inventory inventory;
    private final ConfigurableApplicationContext controller;
    private final CamundaClient client;

    private TrialSystem(LabProcess lab, Path folder) throws Exception {
        this.lab = lab;
        this.engine = new EngineSettings(true, freeAddress(), freeAddress(),
                EngineDatabase.in(folder), false);
        DeviceDefinitions definitions = new DeviceDefinitions();
        this.inventory = new InventoryLoader(definitions).load(lab.inventory());
        this.controller = new ControllerLauncher().start(inventory, definitions, engine,
                folder.resolve("lifeboat.log"));
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
        return new LabConsole(controller.getBean(DeviceSessions.class), inventory.devices().get("lab"));
    }

    /** How to reach it, for an operator. */
    public String address() {
        return "inventory %s, --grpc %s --rest %s".formatted(lab.inventory(), engine.grpc(), engine.rest());
    }

    /**
     * An address on loopback where nothing listens yet. Its port is none of those that the system gives to clients, one
     * of which may connect before somebody listens here.
     */
    public static URI freeAddress() throws IOException {
        for (int attempt = 1;; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_CLIENT_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return URI.create("http://127.0.0.1:" + socket.getLocalPort());
            } catch (BindException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        controller.close();
        lab.close();
    }
}
