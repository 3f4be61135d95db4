package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Serves the gateway on a port. */
public class GrpcServer implements AutoCloseable {

    private final Server server;

    /**
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port cannot be had
     */
    public GrpcServer(String host, int port, GatewayGrpc.GatewayImplBase gateway) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port)).addService(gateway)
                .permitKeepAliveTime(5, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true).build();
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
        server.shutdownNow();
    }
}
