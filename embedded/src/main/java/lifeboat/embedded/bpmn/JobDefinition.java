package lifeboat.embedded.bpmn;

import java.util.Map;
import org.operaton.bpm.engine.impl.core.model.PropertyKey;

/**
 * What an element's {@code zeebe:taskDefinition} and {@code zeebe:taskHeaders} say about its jobs.
 *
 * @param type a text, or an expression
 * @param retries a number, or an expression
 * @param hasOutputs whether output mappings decide what leaves the task's scope
 */
public record JobDefinition(String type, String retries, Map<String, String> headers, boolean hasOutputs) {

    /** How often a job may fail whose element says nothing of it. */
    static final String RETRIES = "3";

    /** Where the parsed activity keeps it. */
    public static final PropertyKey<JobDefinition> KEY = new PropertyKey<>("zeebeJobDefinition");
}
