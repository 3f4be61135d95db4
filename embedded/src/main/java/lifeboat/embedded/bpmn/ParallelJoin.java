package lifeboat.embedded.bpmn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.behavior.ParallelGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.PvmTransition;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.TransitionImpl;

/** A parallel gateway that joins: it goes on once a token has come by each flow, not once so many have come. */
class ParallelJoin extends ParallelGatewayActivityBehavior {

    /** The flow by which a token came to a join. */
    private static final String CAME_BY = JsonVariables.HIDDEN + "came-by";

    /** Makes a join of a parallel gateway to which several flows lead. */
    static void watch(ActivityImpl gateway) {
        if (gateway.getActivityBehavior() instanceof ParallelGatewayActivityBehavior
                && gateway.getIncomingTransitions().size() > 1) {
            gateway.setActivityBehavior(new ParallelJoin());
            for (PvmTransition flow : gateway.getIncomingTransitions()) {
                ((TransitionImpl) flow).addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) token ->
                        token.setVariableLocal(CAME_BY, flow.getId()));
            }
        }
    }

    /** Whether the gateway goes on with this token, which has come to it. */
    static boolean isComplete(ActivityExecution token) {
        return joined(token).size() == token.getActivity().getIncomingTransitions().size();
    }

    @Override
    public void execute(ActivityExecution token) {
        token.inactivate();
        lockConcurrentRoot(token);
        List<ActivityExecution> joined = joined(token);
        if (joined.size() == token.getActivity().getIncomingTransitions().size()) {
            token.leaveActivityViaTransitions(token.getActivity().getOutgoingTransitions(), joined);
        }
    }

    /** One token for each flow by which one has come; one that was put there stands for any flow. */
    private static List<ActivityExecution> joined(ActivityExecution token) {
        List<ActivityExecution> waiting = new ArrayList<>(token.findInactiveConcurrentExecutions(token.getActivity()));
        waiting.remove(token);
        waiting.add(0, token);
        Map<String, ActivityExecution> joined = new LinkedHashMap<>();
        List<ActivityExecution> putThere = new ArrayList<>();
        for (ActivityExecution other : waiting) {
            Object flow = ((ExecutionEntity) other).getVariable(CAME_BY);
            if (flow == null) {
                putThere.add(other);
            } else {
                joined.putIfAbsent(flow.toString(), other);
            }
        }
        List<ActivityExecution> all = new ArrayList<>(joined.values());
        putThere.stream().limit(token.getActivity().getIncomingTransitions().size() - joined.size()).forEach(all::add);
        return all;
    }
}
