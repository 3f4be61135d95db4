package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.annotation.value.JobWorkerValue;
import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.command.FailJobCommandStep1;
import io.camunda.client.api.command.FailJobCommandStep1.FailJobCommandStep2;
import io.camunda.client.api.command.ThrowErrorCommandStep1;
import io.camunda.client.api.command.ThrowErrorCommandStep1.ThrowErrorCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy.ExceptionHandlingContext;
import io.camunda.client.metrics.MetricsRecorder;
import java.time.Duration;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** What the engine is told of a failure. */
class FailureLanguageTest {

    private static final Exception SILENT = new DeviceException.Unreachable("nagw does not answer", null);

    private final FailureLanguage language = new FailureLanguage(mock(CommandExceptionHandlingStrategy.class),
            mock(MetricsRecorder.class));
    private final JobClient client = mock(JobClient.class);
    private final FailJobCommandStep1 fail = mock(FailJobCommandStep1.class);
    private final FailJobCommandStep2 failure = mock(FailJobCommandStep2.class, RETURNS_SELF);
    private final ThrowErrorCommandStep1 throwing = mock(ThrowErrorCommandStep1.class);
    private final ThrowErrorCommandStep2 error = mock(ThrowErrorCommandStep2.class, RETURNS_SELF);

    @BeforeEach
    void answer() {
        when(client.newFailCommand(anyLong())).thenReturn(fail);
        when(fail.retries(anyInt())).thenReturn(failure);
        when(client.newThrowErrorCommand(anyLong())).thenReturn(throwing);
        when(throwing.errorCode(anyString())).thenReturn(error);
        when(failure.send()).thenReturn(mock(CamundaFuture.class, RETURNS_DEEP_STUBS));
        when(error.send()).thenReturn(mock(CamundaFuture.class, RETURNS_DEEP_STUBS));
    }

    private ExceptionHandlingContext job(String type) {
        ActivatedJob job = mock(ActivatedJob.class);
        when(job.getType()).thenReturn(type);
        when(job.getRetries()).thenReturn(3);
        when(job.getKey()).thenReturn(17L);
        return new ExceptionHandlingContext(client, job, mock(JobWorkerValue.class, RETURNS_DEEP_STUBS));
    }

    @Test
    void throwsTheErrorOfAStepThatWasRefused() {
        language.handleException(Steps.refused(ErrorCode.FREEZE_REFUSED, "pmc1 says no"), job(JobType.FREEZE_PROCESS));

        verify(throwing).errorCode("FREEZE_REFUSED");
        verify(error).errorMessage("pmc1 says no");
        verify(error).variables((Object) Map.of("error", new Failure("FREEZE_REFUSED", "pmc1 says no")));
        verify(error).send();
    }

    @Test
    void triesAgainAsLongAsItTakesWhileUsersWaitWithGrowingPauses() {
        for (int tries = 0; tries < 8; tries++) {
            language.handleException(SILENT, job(JobType.SWITCH_USER_VLAN));
        }

        verify(fail, times(8)).retries(3);
        ArgumentCaptor<Duration> pauses = ArgumentCaptor.forClass(Duration.class);
        verify(failure, times(8)).retryBackoff(pauses.capture());
        assertThat(pauses.getAllValues()).startsWith(Duration.ofMillis(100), Duration.ofMillis(200),
                Duration.ofMillis(400)).endsWith(Duration.ofSeconds(3)).isSorted();
        verify(failure, times(8)).errorMessage("nagw does not answer");
    }

    @Test
    void triesAFewTimesElsewhere() {
        language.handleException(SILENT, job(JobType.RESERVE_BANDWIDTH));

        verify(fail).retries(2);
        verify(failure).retryBackoff(Duration.ofMillis(300));
        verify(failure).errorMessage("nagw does not answer");
    }

    @Test
    void raisesAnIncidentAtOnceForAFaultOfOurs() {
        language.handleException(new IllegalStateException("oops"), job(JobType.SWITCH_USER_VLAN));

        verify(fail).retries(0);
        verify(failure).errorMessage("Unexpected failure in the controller, see its log: "
                + "java.lang.IllegalStateException: oops");
    }

    @Test
    void saysNothingOfAJobThatIsAnothers() {
        language.handleException(new Steps.LeaseLost("another's", null), job(JobType.PLAN_MIGRATION));

        verify(client, never()).newFailCommand(anyLong());
        verify(client, never()).newThrowErrorCommand(any(Long.class));
    }
}
