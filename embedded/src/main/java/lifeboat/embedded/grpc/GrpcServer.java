package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Serves the gateway on a port. */
public class GrpcServer implements AutoCloseable {

    private final Server server;
    private final HealthStatusManager health = new HealthStatusManager();

    /**
     * @param port 0 for any free one
     * @param before what each call goes through first, outermost first
     * @throws UncheckedIOException if the port cannot be had
     */
    public GrpcServer(String host, int port, GatewayGrpc.GatewayImplBase gateway, ServerInterceptor... before) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .addService(ServerInterceptors.interceptForward(ServerInterceptors.intercept(gateway,
                        new GrpcRequestCheck()), before))
                .addService(health.getHealthService())
                .permitKeepAliveTime(5, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true).build();
        health.setStatus(GatewayGrpc.SERVICE_NAME, ServingStatus.SERVING);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The Camunda gRPC port %s:%d cannot be opened: %s"
                    .formatted(host, port, e.getMessage()), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdownNow();
    }
}
