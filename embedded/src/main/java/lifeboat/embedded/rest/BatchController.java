package lifeboat.embedded.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.client.protocol.rest.BatchOperationCreatedResult;
import io.camunda.client.protocol.rest.BatchOperationResponse;
import io.camunda.client.protocol.rest.BatchOperationTypeEnum;
import io.camunda.client.protocol.rest.ProcessInstanceMigrationInstruction;
import java.util.List;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.batch.BatchOperation.Type;
import lifeboat.embedded.batch.BatchOperations;
import lifeboat.embedded.query.BatchHistory;
import lifeboat.embedded.query.BatchTargets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One command on many process instances, and what became of it. */
@RestController
@RequestMapping("/v2")
public class BatchController {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BatchOperations batches;
    private final BatchTargets targets;
    private final BatchHistory history;

    public BatchController(BatchOperations batches, BatchTargets targets, BatchHistory history) {
        this.batches = batches;
        this.targets = targets;
        this.history = history;
    }

    @PostMapping("/process-instances/cancellation")
    BatchOperationCreatedResult cancel(@RequestBody JsonNode request) {
        return create(Type.CANCEL_PROCESS_INSTANCE, targets.roots(filter(request)), "");
    }

    @PostMapping("/process-instances/incident-resolution")
    BatchOperationCreatedResult resolve(@RequestBody JsonNode request) {
        return create(Type.RESOLVE_INCIDENT, targets.incidents(filter(request)), "");
    }

    @PostMapping("/process-instances/migration")
    BatchOperationCreatedResult migrate(@RequestBody JsonNode request) {
        JsonNode plan = request.path("migrationPlan");
        try {
            ProcessInstanceController.migration(JSON.treeToValue(plan, ProcessInstanceMigrationInstruction.class));
        } catch (JsonProcessingException e) {
            throw Rejection.invalidArgument("CREATE", "The migrationPlan is none: %s", plan);
        }
        return create(Type.MIGRATE_PROCESS_INSTANCE, targets.instances(filter(request)), plan.toString());
    }

    private static ObjectNode filter(JsonNode request) {
        if (request.path("filter") instanceof ObjectNode filter) {
            return filter;
        }
        throw Rejection.invalidArgument("CREATE", "No filter provided");
    }

    private BatchOperationCreatedResult create(Type type, List<BatchOperations.Target> found, String plan) {
        return new BatchOperationCreatedResult()
                .batchOperationKey(String.valueOf(batches.create(type, found, plan)))
                .batchOperationType(BatchOperationTypeEnum.fromValue(type.name()));
    }

    @GetMapping("/batch-operations/{key}")
    BatchOperationResponse get(@PathVariable long key) {
        return history.get(key);
    }

    @PostMapping(value = "/batch-operations/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String search(@RequestBody(required = false) String body) {
        return history.search(body).toString();
    }

    @PostMapping(value = "/batch-operation-items/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String searchItems(@RequestBody(required = false) String body) {
        return history.searchItems(body).toString();
    }

    @PostMapping("/batch-operations/{key}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void suspend(@PathVariable long key) {
        batches.change(key, BatchOperations.Change.SUSPEND);
    }

    @PostMapping("/batch-operations/{key}/resumption")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(@PathVariable long key) {
        batches.change(key, BatchOperations.Change.RESUME);
    }

    @PostMapping("/batch-operations/{key}/cancellation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable long key) {
        batches.change(key, BatchOperations.Change.CANCEL);
    }
}
