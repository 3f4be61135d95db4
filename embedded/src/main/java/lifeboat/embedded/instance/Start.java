package lifeboat.embedded.instance;

import java.util.List;

/**
 * What is to be started.
 *
 * @param processDefinitionKey the key of the process, or 0 for {@code bpmnProcessId}
 * @param version the version wanted, or -1 for the latest
 * @param variables a JSON document
 * @param elements where to start, empty for the start event
 */
public record Start(long processDefinitionKey, String bpmnProcessId, int version, String variables,
        List<String> elements) {
}
