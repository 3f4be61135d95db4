package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Through the gRPC gateway. */
class GrpcEngineTest extends EngineBehaviours {

    GrpcEngineTest() {
        super(RunningEngine.inMemory(false));
    }

    @Test
    void refusesVariablesThatAreNoObject() {
        assertThatThrownBy(() -> engine.client().newPublishMessageCommand().messageName("m").correlationKey("k")
                .variables("[1, 2]").send().join()).hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("Expected document to be a JSON object");
    }
}
