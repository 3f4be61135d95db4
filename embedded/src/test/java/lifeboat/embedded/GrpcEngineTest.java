package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.StreamActivatedJobsRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Through the gRPC gateway, with searches that are behind the commands. */
class GrpcEngineTest extends EngineBehaviours {

    GrpcEngineTest() {
        super(RunningEngine.withDelayedSearches());
    }

    @Test
    void isNotHeldUpByAWorkerThatDoesNotRead() throws Exception {
        int instances = 40;
        engine.deploy(RunningEngine.process("unread", s -> s.serviceTask("Task", t -> t.zeebeJobType("unread"))));
        ManagedChannel channel = channel();
        try {
            GatewayGrpc.newStub(channel).streamActivatedJobs(StreamActivatedJobsRequest.newBuilder().setType("unread")
                    .setWorker("does-not-read").setTimeout(2000).build(), new NeverReading());
            for (int i = 0; i < instances; i++) {
                engine.start("unread", Map.of("text", "x".repeat(10_000)));
            }

            for (int i = 0; i < instances; i++) {
                engine.complete("unread");
            }
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Opens the stream, and asks for nothing. */
    private static final class NeverReading implements ClientResponseObserver<StreamActivatedJobsRequest, ActivatedJob> {

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamActivatedJobsRequest> call) {
            call.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(ActivatedJob job) {
            throw new AssertionError("Nothing was asked for");
        }

        @Override
        public void onError(Throwable failure) {
            // the channel is closed at the end
        }

        @Override
        public void onCompleted() {
            // as above
        }
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
        ManagedChannel channel = channel();
        try {
            ClientCalls.blockingUnaryCall(channel, GatewayGrpc.getPublishMessageMethod().toBuilder(new Bytes(),
                    new Bytes()).build(), CallOptions.DEFAULT, request);
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private ManagedChannel channel() {
        URI address = engine.client().getConfiguration().getGrpcAddress();
        return ManagedChannelBuilder.forAddress(address.getHost(), address.getPort()).usePlaintext().build();
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
    void tellsThatItServesByTheHealthProtocol() {
        ManagedChannel channel = channel();
        try {
            for (String service : List.of("", "gateway_protocol.Gateway")) {
                assertThat(HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.newBuilder().setService(service)
                        .build()).getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesVariablesThatAreNoObject() {
        assertThatThrownBy(() -> engine.client().newPublishMessageCommand().messageName("m").correlationKey("k")
                .variables("[1, 2]").send().join())
                .hasMessageContaining("Expected document to be a root level object, but was 'ARRAY'");
    }
}
