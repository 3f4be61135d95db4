package lifeboat.app.process;

import io.camunda.client.CamundaClient;
import io.camunda.process.test.api.CamundaProcessTestContext;
import io.camunda.process.test.api.CamundaSpringProcessTest;
import java.io.IOException;
import java.util.UUID;
import lifeboat.app.controller.LoopbackAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A Camunda Process Test: against the embedded engine in remote mode, or with the Maven profile {@code camunda8} against
 * a real Camunda 8 in containers.
 */
@SpringBootTest(classes = ProcessTest.Application.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@CamundaSpringProcessTest
abstract class ProcessTest {

    private static final boolean EMBEDDED = "embedded".equals(System.getProperty("process-test.engine", "embedded"));

    private final ProcessFile file;
    @Autowired
    protected CamundaClient client;
    @Autowired
    protected CamundaProcessTestContext engine;
    protected FaultInjectingWorkers workers;

    /** @param file the process that is deployed, with its forms */
    ProcessTest(ProcessFile file) {
        this.file = file;
    }

    @BeforeEach
    void deploy() {
        var deployment = client.newDeployResourceCommand()
                .addResourceFromClasspath("workflows/%s.bpmn".formatted(file.name()));
        file.forms().forEach(form -> deployment.addResourceFromClasspath("workflows/%s.form".formatted(form)));
        deployment.send().join();
        workers = new FaultInjectingWorkers(client, file.jobTypes());
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
    }

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry properties) throws IOException {
        int grpc = LoopbackAddress.free().getPort();
        int rest = LoopbackAddress.free().getPort();
        String address = "http://127.0.0.1:" + rest;
        properties.add("server.address", () -> "127.0.0.1");
        properties.add("server.port", () -> rest);
        properties.add("embedded-engine.enabled", () -> EMBEDDED);
        properties.add("embedded-engine.management", () -> true);
        properties.add("embedded-engine.grpc-port", () -> grpc);
        properties.add("embedded-engine.database",
                () -> "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
        if (EMBEDDED) {
            properties.add("camunda.process-test.runtime-mode", () -> "remote");
            properties.add("camunda.process-test.remote.camunda-monitoring-api-address", () -> address);
            properties.add("camunda.process-test.remote.client.rest-address", () -> address);
            properties.add("camunda.process-test.remote.client.grpc-address", () -> "http://127.0.0.1:" + grpc);
        }
    }
}
