package lifeboat.workers.migration;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.api.worker.BackoffSupplier;
import io.camunda.client.jobhandling.CommandWrapper;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** A job whose result the engine did not take must not wait until its timeout. */
class CommandFailuresTest {

    private final CommandFailures failures = new CommandFailures(BackoffSupplier.newBackoffBuilder().build());
    private final CommandWrapper command = mock(CommandWrapper.class);

    @Test
    void tellsAnEngineAgainThatCannotTakeACommandNow() {
        when(command.hasMoreRetries()).thenReturn(true);

        failures.handleCommandError(command, Status.RESOURCE_EXHAUSTED.asRuntimeException());

        verify(command).scheduleExecutionUsing(any());
    }

    @Test
    void leavesAJobAloneThatIsAnothersOrOver() {
        when(command.hasMoreRetries()).thenReturn(true);

        failures.handleCommandError(command, Status.NOT_FOUND.asRuntimeException());

        verify(command, never()).scheduleExecutionUsing(any());
    }
}
