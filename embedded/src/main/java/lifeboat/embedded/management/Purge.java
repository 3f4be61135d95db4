package lifeboat.embedded.management;

import java.util.List;
import lifeboat.embedded.batch.BatchOperations;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.history.SequenceFlows;
import lifeboat.embedded.job.JobDispatcher;
import lifeboat.embedded.message.Messages;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;
import org.operaton.bpm.engine.repository.Deployment;

/** Deletes everything that was deployed, started, published and remembered. For tests. */
public class Purge {

    private final RepositoryService repository;
    private final HistoryService history;
    private final Commands commands;
    private final JobDispatcher dispatcher;
    private final Messages messages;
    private final SequenceFlows flows;
    private final BatchOperations batches;
    private final ClusterChanges changes;

    public Purge(EmbeddedEngine engine, Commands commands, JobDispatcher dispatcher, Messages messages,
            SequenceFlows flows, BatchOperations batches, ClusterChanges changes) {
        this.repository = engine.operaton().getRepositoryService();
        this.history = engine.operaton().getHistoryService();
        this.commands = commands;
        this.dispatcher = dispatcher;
        this.messages = messages;
        this.flows = flows;
        this.batches = batches;
        this.changes = changes;
    }

    /** @return the number of this change to the cluster */
    long purge() {
        dispatcher.dropConsumers();
        List<String> deployments = repository.createDeploymentQuery().list().stream().map(Deployment::getId).toList();
        deployments.forEach(id -> commands.inTransaction(context -> {
            repository.deleteDeployment(id, true, true, true);
            return null;
        }));
        history.createHistoricDecisionInstanceQuery().list().stream().map(HistoricDecisionInstance::getId)
                .forEach(history::deleteHistoricDecisionInstanceByInstanceId);
        messages.purge();
        flows.purge();
        batches.purge();
        return changes.completed();
    }
}
