package lifeboat.embedded.bpmn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.dmn.DecisionEvaluator;
import lifeboat.embedded.engine.Dialect;
import lifeboat.embedded.engine.EngineParts;
import lifeboat.embedded.feel.FeelExpressions;
import org.operaton.bpm.dmn.engine.DmnEngineConfiguration;
import org.operaton.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.operaton.bpm.dmn.engine.impl.type.IdentityDataTypeTransformer;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** BPMN as Zeebe reads it, FEEL in place of JUEL, and the history that Zeebe has. */
public final class ZeebeDialect implements Dialect {

    private final EngineParts parts;
    private final ZeebeParseListener parseListener;

    /**
     * @param jobOffer told when a job is created
     * @param flowTaken told when a sequence flow is taken
     * @param userTaskCreated told when a user task starts
     * @param taskChanges told what the listeners of a user task agree to
     */
    public ZeebeDialect(EngineParts parts, DecisionEvaluator decisions, JobBehavior.Offer jobOffer,
            ExecutionListener flowTaken, ExecutionListener userTaskCreated, TaskChanges taskChanges) {
        this.parts = parts;
        this.parseListener = new ZeebeParseListener(parts.feel(), parts.json(), decisions,
                new ZeebeParseListener.Listeners(jobOffer, parts.instanceEnded(), flowTaken, userTaskCreated,
                        taskChanges, parts.eventVariables()));
    }

    @Override
    public void configure(ProcessEngineConfigurationImpl configuration) {
        configuration.setHistory("full");
        configuration.setCustomHistoryLevels(List.of(new RecordedHistory()));
        configuration.setDmnEngineConfiguration(dmn());
        configuration.setBeans(new HashMap<>(Map.of(FeelExpressions.BEAN,
                new FeelExpressions(parts.feel(), parts.json()))));
        configuration.setMigratingActivityInstanceValidators(MigratedElements.validators());
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(parseListener)));
    }

    @Override
    public BpmnDeployer deployer(BpmnDeployer plain) {
        return new SharedStartMessages(plain);
    }

    /**
     * It reads decisions and keeps their versions, and evaluates none. Camunda Modeler's tables say {@code number}, for
     * which it has no type.
     */
    private static DefaultDmnEngineConfiguration dmn() {
        DefaultDmnEngineConfiguration dmn =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        dmn.setFeelEngineFactory(() -> null);
        dmn.getTransformer().getDataTypeTransformerRegistry().addTransformer("number",
                new IdentityDataTypeTransformer());
        return dmn;
    }
}
