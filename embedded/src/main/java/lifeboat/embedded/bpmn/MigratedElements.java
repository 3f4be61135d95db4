package lifeboat.embedded.bpmn;

import java.util.List;
import java.util.Set;
import org.operaton.bpm.engine.impl.bpmn.behavior.BoundaryEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.CallActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventBasedGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventSubProcessActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.InclusiveGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.IntermediateCatchEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ParallelMultiInstanceActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ReceiveTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.SequentialMultiInstanceActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.SubProcessActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.operaton.bpm.engine.impl.migration.instance.MigratingActivityInstance;
import org.operaton.bpm.engine.impl.migration.instance.MigratingProcessInstance;
import org.operaton.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidationReportImpl;
import org.operaton.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidator;
import org.operaton.bpm.engine.impl.migration.validation.instance.NoUnmappedLeafInstanceValidator;
import org.operaton.bpm.engine.impl.migration.validation.instance.VariableConflictActivityInstanceValidator;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;

/** Which elements an instance may be at when it is migrated; one whose listeners may be at work is none of them. */
class MigratedElements implements MigratingActivityInstanceValidator {

    private static final Set<Class<?>> MAY_BE_ACTIVE = Set.of(JobBehavior.class, SubProcessActivityBehavior.class,
            UserTaskActivityBehavior.class, BoundaryEventActivityBehavior.class, CallActivityBehavior.class,
            CalledProcess.class, ParallelMultiInstanceActivityBehavior.class,
            SequentialMultiInstanceActivityBehavior.class, ReceiveTaskActivityBehavior.class,
            IntermediateCatchEventActivityBehavior.class, EventBasedGatewayActivityBehavior.class,
            EventSubProcessActivityBehavior.class, ParallelJoin.class,
            InclusiveGatewayActivityBehavior.class);

    /** Everything that is asked of an element instance. */
    static List<MigratingActivityInstanceValidator> validators() {
        return List.of(new NoUnmappedLeafInstanceValidator(), new VariableConflictActivityInstanceValidator(),
                new MigratedElements());
    }

    @Override
    public void validate(MigratingActivityInstance migrating, MigratingProcessInstance process,
            MigratingActivityInstanceValidationReportImpl report) {
        ScopeImpl element = migrating.getSourceScope();
        if (element != element.getProcessDefinition()
                && !MAY_BE_ACTIVE.contains(element.getActivityBehavior().getClass())) {
            report.addFailure(("active element with id '%s' is of a kind whose migration is not supported by the "
                    + "embedded engine").formatted(element.getId()));
        }
    }
}
