package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.api.response.ActivatedJob;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.evidence.record.Fact;
import lifeboat.evidence.record.Fact.StepEnded;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.evidence.CurrentMigration;
import lifeboat.workers.evidence.MigrationEvidence;
import lifeboat.workers.evidence.MigrationMilestones;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class RecordedJobsTest {

    private static final MigrationPlan PLAN = new MigrationPlan("7", "1@7-n", null, "video", "video", "192.168.2.1",
            "users", "nagw", null, null, true, 1, 100, Strategy.PRE_COPY, "", false, 1, "PT1S", "PT1S");

    private final MigrationEvidence evidence = mock(MigrationEvidence.class);
    private final RecordedJobs recorded = new RecordedJobs(new CurrentMigration(), evidence,
            mock(MigrationMilestones.class), mock(Soon.class));

    /** Of the worker that deletes the bandwidth. */
    private static MethodInvocation call(MigrationPlan plan, List<String> before, List<String> after)
            throws Throwable {
        ActivatedJob job = mock(ActivatedJob.class);
        when(job.getType()).thenReturn(JobType.DELETE_BANDWIDTH);
        when(job.getProcessInstanceKey()).thenReturn(7L);
        when(job.getVariablesAsMap()).thenReturn(Map.of(SessionMigration.VARIABLE_POSTPONED, before));
        MethodInvocation call = mock(MethodInvocation.class);
        when(call.getMethod()).thenReturn(LightPathWorker.class.getMethod("deleteBandwidth", ActivatedJob.class,
                MigrationPlan.class, List.class));
        when(call.getArguments()).thenReturn(new Object[] {job, plan, before});
        when(call.proceed()).thenReturn(Map.of(SessionMigration.VARIABLE_POSTPONED, after));
        return call;
    }

    private StepEnded ended(List<String> before, List<String> after) throws Throwable {
        recorded.invoke(call(PLAN, before, after));
        ArgumentCaptor<Fact> facts = ArgumentCaptor.forClass(Fact.class);
        verify(evidence, times(2)).write(facts.capture());
        return (StepEnded) facts.getValue();
    }

    /** Nobody reads that the bandwidth was deleted while it is still there. */
    @Test
    void whatAStepLeavesForLaterIsNotCompleted() throws Throwable {
        StepEnded ended = ended(List.of("The VLAN is there."), List.of("The VLAN is there.", "The path is up."));

        assertThat(ended.result()).isEqualTo("left-for-later");
        assertThat(ended.message()).isEqualTo("The path is up.");
    }

    @Test
    void whatAnEarlierStepHasLeftIsNotThisOnes() throws Throwable {
        assertThat(ended(List.of("The VLAN is there."), List.of("The VLAN is there.")).result()).isEqualTo("completed");
    }

    /** An instance that was started in its middle: it changes nothing, and says what to do. */
    @Test
    void aJobWithoutAPlanIsNotDone() throws Throwable {
        MethodInvocation call = call(null, List.of(), List.of());

        assertThatThrownBy(() -> recorded.invoke(call)).isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("Migration 7 has no plan of its own").hasMessageContaining("lifeboat cancel 7");
        verify(call, never()).proceed();
    }
}
