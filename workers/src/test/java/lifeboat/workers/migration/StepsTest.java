package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepsTest {

    private static final DeviceException SILENT = new DeviceException.Unreachable("cp1 does not answer", null);
    private static final MigrationPlan PLAN = new MigrationPlan("7", "1@7-n", null, "video", "video", "192.168.2.1",
            "users", "nagw", null, null, true, 1, 100, Strategy.STOP_AND_COPY, "", false, 1, "PT20S", "PT20S");

    private final CamundaClient client = mock(CamundaClient.class, RETURNS_DEEP_STUBS);
    private final Interruptions interruptions = new Interruptions();
    private final AtomicInteger pauses = new AtomicInteger();
    private Steps steps = steps(Duration.ofSeconds(15));

    private Steps steps(Duration jobTimeout) {
        return new Steps(client, interruptions, new Pause() {
            @Override
            void of(Duration duration) {
                pauses.incrementAndGet();
            }
        }, jobTimeout);
    }

    @AfterEach
    void close() {
        steps.close();
    }

    private static ActivatedJob job(String type, int retries) {
        ActivatedJob job = mock(ActivatedJob.class);
        when(job.getType()).thenReturn(type);
        when(job.getRetries()).thenReturn(retries);
        when(job.getElementId()).thenReturn("Task");
        return job;
    }

    @Test
    void tellsARefusalAsTheStepsErrorWithTheDevicesWords() {
        assertThatThrownBy(() -> steps.run(job(JobType.RESERVE_BANDWIDTH, 3), PLAN, ErrorCode.BANDWIDTH_REFUSED, () -> {
            throw new DeviceException.Refused("cp1 says no");
        })).asInstanceOf(type(BpmnError.class)).satisfies(error -> {
            assertThat(error.getErrorCode()).isEqualTo("BANDWIDTH_REFUSED");
            assertThat(error.getErrorMessage()).isEqualTo("cp1 says no");
            assertThat(error.getVariables()).isEqualTo(Map.of("error",
                    new Failure("BANDWIDTH_REFUSED", "cp1 says no")));
        });
    }

    @Test
    void triesADeviceThatDoesNotAnswerAgainUntilTheLastTry() {
        assertThatThrownBy(() -> steps.run(job(JobType.RESERVE_BANDWIDTH, 2), PLAN, ErrorCode.BANDWIDTH_REFUSED, () -> {
            throw SILENT;
        })).isSameAs(SILENT);
        assertThatThrownBy(() -> steps.run(job(JobType.RESERVE_BANDWIDTH, 1), PLAN, ErrorCode.BANDWIDTH_REFUSED, () -> {
            throw SILENT;
        })).isInstanceOf(BpmnError.class);
    }

    @Test
    void triesAsLongAsItTakesWhileUsersWait() {
        assertThatThrownBy(() -> steps.run(job(JobType.SWITCH_USER_VLAN, 1), PLAN, ErrorCode.USER_VLAN_REFUSED, () -> {
            throw SILENT;
        })).isSameAs(SILENT);
    }

    @Test
    void doesNothingOnceTheMigrationIsRolledBack() throws DeviceException {
        AtomicBoolean done = new AtomicBoolean();
        interruptions.bar("7");

        steps.run(job(JobType.FREEZE_PROCESS, 3), PLAN, ErrorCode.FREEZE_REFUSED, () -> done.set(true));

        assertThat(done).isFalse();
    }

    @Test
    void leavesAShortcutThatDoesNotSucceedForLater() throws DeviceException {
        assertThat(steps.runIfPossible(job(JobType.DELETE_VLAN, 3), PLAN, List.of("earlier"), () -> {
            throw SILENT;
        })).isEqualTo(Map.of("postponed", List.of("earlier", SILENT.getMessage())));
        assertThat(steps.runIfPossible(job(JobType.DELETE_VLAN, 3), PLAN, null, () -> { }))
                .isEqualTo(Map.of("postponed", List.of()));
    }

    @Test
    void keepsTheJobOfAStepThatTakesLong() throws DeviceException {
        steps.close();
        steps = steps(Duration.ofMillis(30));
        ActivatedJob job = job(JobType.MIGRATE_PROCESS, 3);

        steps.run(job, PLAN, () -> verify(client, timeout(30_000).atLeast(2)).newUpdateTimeoutCommand(job));
    }

    @Test
    void sendsNothingForAJobThatIsAnothers() {
        ActivatedJob job = job(JobType.PLAN_MIGRATION, 3);
        when(client.newUpdateTimeoutCommand(job).timeout(any()).send().join(anyLong(), any()))
                .thenThrow(new ClientStatusException(Status.NOT_FOUND, null));

        assertThatThrownBy(() -> steps.requireLease(job)).isInstanceOf(Steps.LeaseLost.class)
                .hasMessageStartingWith("Task: nothing is sent, the job may be another's");
    }

    @Test
    void asksAnEngineAgainThatCannotAnswerForAMoment() {
        ActivatedJob job = job(JobType.PLAN_MIGRATION, 3);
        when(client.newUpdateTimeoutCommand(job).timeout(any()).send().join(anyLong(), any()))
                .thenThrow(new ClientStatusException(Status.UNAVAILABLE, null)).thenReturn(null);

        steps.requireLease(job);

        assertThat(pauses).hasValue(1);
    }
}
