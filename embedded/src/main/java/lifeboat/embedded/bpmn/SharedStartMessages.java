package lifeboat.embedded.bpmn;

import org.operaton.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.operaton.bpm.engine.impl.bpmn.parser.EventSubscriptionDeclaration;

/** Deploys processes of which several may be started by one message. */
public final class SharedStartMessages extends BpmnDeployer {

    /** @param plain made ready by the engine's configuration */
    public SharedStartMessages(BpmnDeployer plain) {
        setBpmnParser(plain.getBpmnParser());
        setExpressionManager(plain.getExpressionManager());
        setIdGenerator(plain.getIdGenerator());
    }

    @Override
    protected boolean isSameMessageStartEventSubscriptionAlreadyPresent(EventSubscriptionDeclaration declaration,
            String tenantId) {
        return false;
    }
}
