package lifeboat.embedded.engine;

import org.operaton.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** What makes Operaton run the processes of another engine: given to the engine, which does not know it. */
public interface Dialect {

    /** Before the engine is built. */
    void configure(ProcessEngineConfigurationImpl configuration);

    /** @param plain made ready by the engine's configuration */
    BpmnDeployer deployer(BpmnDeployer plain);
}
