package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.BatchOperationError;
import io.camunda.client.protocol.rest.BatchOperationItemResponse;
import io.camunda.client.protocol.rest.BatchOperationResponse;
import io.camunda.client.protocol.rest.BatchOperationTypeEnum;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.batch.BatchItem;
import lifeboat.embedded.batch.BatchOperation;
import lifeboat.embedded.batch.BatchOperations;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Sql;

/** Batch operations, and what became of their items. */
public class BatchHistory {

    private static final int PARTITION = 1;
    private static final SearchedTable BATCHES = new SearchedTable("EMBEDDED_BATCH", Optional.empty(),
            Optional.empty(), List.of("BATCH_KEY"),
            Map.of("batchOperationKey", Column.key("BATCH_KEY"),
                    "operationType", Column.text("TYPE"),
                    "state", Column.text("STATE")));
    private static final SearchedTable ITEMS = new SearchedTable("(" + BatchItem.SELECTED + ") ITEMS", Optional.empty(),
            Optional.empty(), List.of("BATCH_KEY", "ITEM_KEY"),
            Map.of("batchOperationKey", Column.key("BATCH_KEY"),
                    "operationType", Column.text("TYPE"),
                    "itemKey", Column.key("ITEM_KEY"),
                    "processInstanceKey", Column.key("PROCESS_INSTANCE_KEY"),
                    "state", Column.text("STATE")));

    private final BatchOperations batches;
    private final Commands commands;
    private final Search search;

    public BatchHistory(BatchOperations batches, Commands commands) {
        this.batches = batches;
        this.commands = commands;
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        return search.search(Search.query(body), BatchOperationResponse.class, new Source<>(BATCHES, rows ->
                commands.inTransaction(context -> rows.rows(new Sql(context), row -> row.getLong("BATCH_KEY"))).stream()
                        .map(this::get).toList()));
    }

    /** @param body a v2 search */
    public JsonNode searchItems(String body) {
        return search.search(Search.query(body), BatchOperationItemResponse.class, new Source<>(ITEMS, rows ->
                commands.inTransaction(context -> rows.rows(new Sql(context), BatchItem::read)).stream()
                        .map(BatchHistory::result).toList()));
    }

    public BatchOperationResponse get(long key) {
        BatchOperation batch = batches.get(key);
        List<BatchItem> failed = batch.failed() == 0 ? List.of() : batches.failed(key);
        return new BatchOperationResponse()
                .batchOperationKey(String.valueOf(key))
                .batchOperationType(BatchOperationTypeEnum.fromValue(batch.type().name()))
                .state(BatchOperationResponse.StateEnum.fromValue(batch.state()))
                .startDate(Times.text(Instant.ofEpochMilli(batch.startedAt())))
                .endDate(batch.endedAt().map(Instant::ofEpochMilli).map(Times::text).orElse(null))
                .operationsTotalCount(batch.total())
                .operationsCompletedCount(batch.completed())
                .operationsFailedCount(batch.failed())
                .errors(failed.stream().map(item -> new BatchOperationError().partitionId(PARTITION)
                        .message(item.error())).toList());
    }

    private static BatchOperationItemResponse result(BatchItem item) {
        return new BatchOperationItemResponse()
                .batchOperationKey(String.valueOf(item.batchKey()))
                .operationType(BatchOperationTypeEnum.fromValue(item.type().name()))
                .itemKey(String.valueOf(item.itemKey()))
                .processInstanceKey(String.valueOf(item.processInstanceKey()))
                .state(BatchOperationItemResponse.StateEnum.fromValue(item.state()))
                .processedDate(item.processedAt() == 0 ? null
                        : Times.text(Instant.ofEpochMilli(item.processedAt())))
                .errorMessage(item.error());
    }
}
