package lifeboat.embedded.deployment;

import java.util.List;
import lifeboat.embedded.form.Form;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/**
 * What a deployment holds now, changed or not.
 *
 * @param key the key of the deployment that made it
 */
public record Deployed(long key, List<ProcessDefinition> processes, List<DeployedDecision> decisions,
        List<DeployedForm> forms) {

    /** A form and the file it came from. */
    public record DeployedForm(Form form, String resourceName) {
    }
}
