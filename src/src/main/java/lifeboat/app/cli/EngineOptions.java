package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the engine is. */
class EngineOptions {

    @Option(names = "--grpc", defaultValue = "${LIFEBOAT_GRPC:-http://127.0.0.1:26500}", paramLabel = "URL",
            description = "The engine's gRPC address (default: ${DEFAULT-VALUE}, or LIFEBOAT_GRPC).")
    private URI grpc;

    @Option(names = "--rest", defaultValue = "${LIFEBOAT_REST:-http://127.0.0.1:8088}", paramLabel = "URL",
            description = "The engine's REST address (default: ${DEFAULT-VALUE}, or LIFEBOAT_REST).")
    private URI rest;

    URI grpc() {
        return grpc;
    }

    URI rest() {
        return rest;
    }

    CamundaClient connect() {
        return CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofSeconds(10)).build();
    }
}
