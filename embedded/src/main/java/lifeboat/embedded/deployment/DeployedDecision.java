package lifeboat.embedded.deployment;

import lifeboat.embedded.engine.Keys;
import org.operaton.bpm.engine.repository.DecisionDefinition;

/**
 * A decision and the requirements graph, the DMN file, that it belongs to.
 *
 * @param requirementsId the id of the file's {@code definitions}
 */
public record DeployedDecision(DecisionDefinition decision, String requirementsId, String requirementsName) {

    public long key() {
        return Keys.ofDefinition(decision.getId());
    }

    /** The engine keeps a graph of one decision under the deployment alone. */
    public long requirementsKey() {
        return decision.getDecisionRequirementsDefinitionId() == null ? Long.parseLong(decision.getDeploymentId())
                : Keys.ofDefinition(decision.getDecisionRequirementsDefinitionId());
    }
}
