package lifeboat.src.process;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import lifeboat.src.FreePort;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An embedded engine without a controller, and a client. */
final class EngineOnly implements AutoCloseable {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
    }

    private final ConfigurableApplicationContext context;
    private final CamundaClient client;

    EngineOnly() throws IOException {
        int grpc = FreePort.find();
        int rest = FreePort.find();
        context = new SpringApplicationBuilder(Application.class).run("--camunda.client.enabled=false",
                "--embedded-engine.enabled=true", "--embedded-engine.grpc-port=" + grpc,
                "--embedded-engine.database=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()),
                "--server.address=127.0.0.1", "--server.port=" + rest);
        client = CamundaClient.newClientBuilder().grpcAddress(URI.create("http://127.0.0.1:" + grpc))
                .restAddress(URI.create("http://127.0.0.1:" + rest)).preferRestOverGrpc(false)
                .numJobWorkerExecutionThreads(8).build();
        client.newDeployResourceCommand().addResourceFromClasspath("workflows/session-migration.bpmn").send().join();
    }

    CamundaClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
