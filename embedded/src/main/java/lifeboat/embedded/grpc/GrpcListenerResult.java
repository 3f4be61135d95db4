package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CompleteJobRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.JobResult;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.JobResultCorrections;
import java.util.HashMap;
import java.util.Map;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.ListenerResult;

/** What the worker of a task listener says. */
final class GrpcListenerResult {

    private GrpcListenerResult() {
    }

    static ListenerResult of(CompleteJobRequest request) {
        JobResult result = request.getResult();
        if (result.hasType() && !result.getType().isEmpty() && !result.getType().equals("userTask")) {
            throw Rejection.invalidArgument("COMPLETE", "A result of type '%s' is not supported by the embedded "
                    + "engine", result.getType());
        }
        return request.hasResult() ? new ListenerResult(result.getDenied(), result.getDeniedReason(),
                corrections(result.getCorrections())) : ListenerResult.NONE;
    }

    private static Map<String, Object> corrections(JobResultCorrections corrections) {
        Map<String, Object> named = new HashMap<>();
        put(named, "assignee", corrections.hasAssignee(), corrections.getAssignee());
        put(named, "dueDate", corrections.hasDueDate(), corrections.getDueDate());
        put(named, "followUpDate", corrections.hasFollowUpDate(), corrections.getFollowUpDate());
        put(named, "candidateUsers", corrections.hasCandidateUsers(), corrections.getCandidateUsers().getValuesList());
        put(named, "candidateGroups", corrections.hasCandidateGroups(),
                corrections.getCandidateGroups().getValuesList());
        put(named, "priority", corrections.hasPriority(), corrections.getPriority());
        return named;
    }

    private static void put(Map<String, Object> named, String name, boolean isSet, Object value) {
        if (isSet) {
            named.put(name, value);
        }
    }
}
