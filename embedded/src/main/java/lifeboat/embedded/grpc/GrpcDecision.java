package lifeboat.embedded.grpc;

import static java.util.Objects.requireNonNullElse;

import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import io.camunda.client.protocol.rest.EvaluatedDecisionResult;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.EvaluateDecisionResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.EvaluatedDecision;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.EvaluatedDecisionInput;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.EvaluatedDecisionOutput;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.MatchedDecisionRule;
import lifeboat.embedded.api.Camunda;

/** An evaluated decision in the words of the gateway protocol. */
final class GrpcDecision {

    private GrpcDecision() {
    }

    static EvaluateDecisionResponse response(EvaluateDecisionResult result) {
        EvaluateDecisionResponse.Builder response = EvaluateDecisionResponse.newBuilder()
                .setDecisionKey(Long.parseLong(result.getDecisionDefinitionKey()))
                .setDecisionId(result.getDecisionDefinitionId())
                .setDecisionName(requireNonNullElse(result.getDecisionDefinitionName(), ""))
                .setDecisionVersion(result.getDecisionDefinitionVersion())
                .setDecisionRequirementsId(result.getDecisionRequirementsId())
                .setDecisionRequirementsKey(Long.parseLong(result.getDecisionRequirementsKey()))
                .setDecisionOutput(requireNonNullElse(result.getOutput(), ""))
                .setFailedDecisionId(requireNonNullElse(result.getFailedDecisionDefinitionId(), ""))
                .setFailureMessage(requireNonNullElse(result.getFailureMessage(), ""))
                .setDecisionInstanceKey(Long.parseLong(result.getDecisionInstanceKey()))
                .setDecisionEvaluationKey(Long.parseLong(result.getDecisionEvaluationKey()))
                .setTenantId(Camunda.TENANT);
        result.getEvaluatedDecisions().forEach(decision -> response.addEvaluatedDecisions(evaluated(decision)));
        return response.build();
    }

    private static EvaluatedDecision evaluated(EvaluatedDecisionResult decision) {
        EvaluatedDecision.Builder evaluated = EvaluatedDecision.newBuilder()
                .setDecisionKey(Long.parseLong(decision.getDecisionDefinitionKey()))
                .setDecisionId(decision.getDecisionDefinitionId())
                .setDecisionName(requireNonNullElse(decision.getDecisionDefinitionName(), ""))
                .setDecisionVersion(requireNonNullElse(decision.getDecisionDefinitionVersion(), 0))
                .setDecisionType(decision.getDecisionDefinitionType())
                .setDecisionOutput(decision.getOutput())
                .setDecisionEvaluationInstanceKey(decision.getDecisionEvaluationInstanceKey())
                .setTenantId(Camunda.TENANT);
        decision.getEvaluatedInputs().forEach(input -> evaluated.addEvaluatedInputs(EvaluatedDecisionInput.newBuilder()
                .setInputId(requireNonNullElse(input.getInputId(), ""))
                .setInputName(requireNonNullElse(input.getInputName(), ""))
                .setInputValue(input.getInputValue())));
        decision.getMatchedRules().forEach(rule -> {
            MatchedDecisionRule.Builder matched = MatchedDecisionRule.newBuilder()
                    .setRuleId(requireNonNullElse(rule.getRuleId(), ""))
                    .setRuleIndex(rule.getRuleIndex());
            rule.getEvaluatedOutputs().forEach(output -> matched.addEvaluatedOutputs(EvaluatedDecisionOutput
                    .newBuilder().setOutputId(requireNonNullElse(output.getOutputId(), ""))
                    .setOutputName(requireNonNullElse(output.getOutputName(), ""))
                    .setOutputValue(output.getOutputValue())));
            evaluated.addMatchedRules(matched);
        });
        return evaluated.build();
    }
}
