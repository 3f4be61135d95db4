package lifeboat.embedded.job;

import com.google.protobuf.CodedOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.bpmn.Listener;

/**
 * A job in a worker's hands until {@code deadline}.
 *
 * @param variables what the worker sees, as a JSON document
 * @param listening what its listener waits for, empty for an element's own job
 */
public record ActivatedJob(long key, String type, long processInstanceKey, String bpmnProcessId,
        int processDefinitionVersion, long processDefinitionKey, String elementId, long elementInstanceKey,
        Map<String, String> headers, String worker, int retries, Instant deadline, String variables,
        Optional<Listener.Event> listening) {

    /** Zeebe's word for whose it is. */
    public String kind() {
        return Listener.kind(listening());
    }

    private static final int OVERHEAD = 1024;

    /** About how many bytes it takes in a message. */
    long size() {
        return OVERHEAD + CodedOutputStream.computeStringSizeNoTag(variables);
    }
}
