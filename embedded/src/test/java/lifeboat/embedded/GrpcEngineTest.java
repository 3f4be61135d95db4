package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Through the gRPC gateway. */
class GrpcEngineTest extends EngineBehaviours {

    GrpcEngineTest() {
        super(RunningEngine.inMemory(false));
    }

    @Test
    void keepsServingAfterARequestThatIsNoProtobuf() throws Exception {
        byte[] truncated = Arrays.copyOf(PublishMessageRequest.newBuilder().setName("truncated").build()
                .toByteArray(), 5);

        assertThatThrownBy(() -> callWith(truncated)).isInstanceOf(StatusRuntimeException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\tat ", "lifeboat."));
        assertThatCode(() -> engine.publish("whole", "k")).doesNotThrowAnyException();
    }

    private void callWith(byte[] request) throws InterruptedException {
        URI address = engine.client().getConfiguration().getGrpcAddress();
        ManagedChannel channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort()).usePlaintext()
                .build();
        try {
            ClientCalls.blockingUnaryCall(channel, GatewayGrpc.getPublishMessageMethod().toBuilder(new Bytes(),
                    new Bytes()).build(), CallOptions.DEFAULT, request);
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Sends whatever it is given. */
    private record Bytes() implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void refusesAVariableThatIsTooLarge() {
        assertThatThrownBy(() -> engine.client().newPublishMessageCommand().messageName("m").correlationKey("k")
                .variables(Map.of("x", "x".repeat(10_000_000))).send().join())
                .hasMessageContaining("exceeds maximum");
        assertThatCode(() -> engine.publish("small", "k")).doesNotThrowAnyException();
    }

    @Test
    void refusesADocumentThatIsNestedTooDeep() {
        String deep = "{\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";

        assertThatThrownBy(() -> callWith(PublishMessageRequest.newBuilder().setName("deep").setVariables(deep).build()
                .toByteArray())).isInstanceOf(StatusRuntimeException.class).hasMessageContaining("INVALID_ARGUMENT")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
        assertThatCode(() -> engine.publish("flat", "k")).doesNotThrowAnyException();
    }

    @Test
    void refusesVariablesThatAreNoObject() {
        assertThatThrownBy(() -> engine.client().newPublishMessageCommand().messageName("m").correlationKey("k")
                .variables("[1, 2]").send().join()).hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("Expected document to be a JSON object");
    }
}
