package lifeboat.embedded.boot;

import io.grpc.ServerInterceptor;
import jakarta.servlet.MultipartConfigElement;
import java.util.Map;
import lifeboat.embedded.access.AccessRules;
import lifeboat.embedded.access.Callers;
import lifeboat.embedded.batch.BatchOperation;
import lifeboat.embedded.batch.BatchOperations;
import lifeboat.embedded.batch.BatchWorker;
import lifeboat.embedded.bpmn.JobOffers;
import lifeboat.embedded.bpmn.TaskChanges;
import lifeboat.embedded.bpmn.ZeebeDialect;
import lifeboat.embedded.decision.Decisions;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.dmn.DecisionEngine;
import lifeboat.embedded.dmn.DecisionEvaluator;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.EngineClock;
import lifeboat.embedded.engine.EngineParts;
import lifeboat.embedded.form.Forms;
import lifeboat.embedded.grpc.CamundaGateway;
import lifeboat.embedded.grpc.GrpcAccess;
import lifeboat.embedded.grpc.GrpcServer;
import lifeboat.embedded.history.HistoryCleanup;
import lifeboat.embedded.history.SequenceFlows;
import lifeboat.embedded.instance.Incidents;
import lifeboat.embedded.instance.InstanceMigration;
import lifeboat.embedded.instance.InstanceMigrations;
import lifeboat.embedded.instance.ProcessInstances;
import lifeboat.embedded.job.JobDispatcher;
import lifeboat.embedded.job.Jobs;
import lifeboat.embedded.management.ClusterChanges;
import lifeboat.embedded.management.ManagementController;
import lifeboat.embedded.management.Purge;
import lifeboat.embedded.message.Messages;
import lifeboat.embedded.query.BatchHistory;
import lifeboat.embedded.query.BatchTargets;
import lifeboat.embedded.query.DecisionHistory;
import lifeboat.embedded.query.Definitions;
import lifeboat.embedded.query.ElementInstanceHistory;
import lifeboat.embedded.query.ElementStatistics;
import lifeboat.embedded.query.IncidentHistory;
import lifeboat.embedded.query.JobSearch;
import lifeboat.embedded.query.MessageSubscriptions;
import lifeboat.embedded.query.ProcessInstanceHistory;
import lifeboat.embedded.query.UserTaskHistory;
import lifeboat.embedded.query.VariableHistory;
import lifeboat.embedded.rest.AboutController;
import lifeboat.embedded.rest.BatchController;
import lifeboat.embedded.rest.ClockController;
import lifeboat.embedded.rest.ClusterController;
import lifeboat.embedded.rest.DecisionController;
import lifeboat.embedded.rest.DeploymentController;
import lifeboat.embedded.rest.IncidentController;
import lifeboat.embedded.rest.JobController;
import lifeboat.embedded.rest.MessageController;
import lifeboat.embedded.rest.MessageSubscriptionController;
import lifeboat.embedded.rest.Problems;
import lifeboat.embedded.rest.ProcessDefinitionController;
import lifeboat.embedded.rest.ProcessInstanceController;
import lifeboat.embedded.rest.RequestSizeLimit;
import lifeboat.embedded.rest.RestAccess;
import lifeboat.embedded.rest.RestCaller;
import lifeboat.embedded.rest.RestRequestCheck;
import lifeboat.embedded.rest.SearchController;
import lifeboat.embedded.rest.SignalController;
import lifeboat.embedded.rest.UserTaskController;
import lifeboat.embedded.signal.Signals;
import lifeboat.embedded.usertask.UserTasks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.MultipartConfigFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Runs the embedded engine inside a Spring Boot application that asks for it with {@code embedded-engine.enabled}. */
@AutoConfiguration
@ConditionalOnProperty("embedded-engine.enabled")
@EnableConfigurationProperties(EmbeddedEngineProperties.class)
public class EmbeddedEngineAutoConfiguration {

    /** As in Zeebe, on every protocol. */
    private static final DataSize LARGEST_REQUEST = DataSize.ofMegabytes(4);

    @Bean
    EngineParts engineParts() {
        return EngineParts.create();
    }

    @Bean
    DecisionEngine decisionEngine(EngineParts parts) {
        return new DecisionEngine(parts.clock()::now);
    }

    @Bean
    DecisionEvaluator decisionEvaluator(DecisionEngine engine, EngineParts parts) {
        return new DecisionEvaluator(engine, parts.json());
    }

    @Bean
    JobOffers jobOffers() {
        return new JobOffers();
    }

    @Bean
    TaskChanges taskChanges() {
        return new TaskChanges();
    }

    @Bean
    EmbeddedEngine embeddedEngine(EmbeddedEngineProperties properties, EngineParts parts,
            DecisionEvaluator decisions, JobOffers offers, TaskChanges taskChanges) {
        return new EmbeddedEngine(properties.database(), properties.databaseUser(), properties.databasePassword(),
                properties.web(), parts, new ZeebeDialect(parts, decisions, offers, new SequenceFlows.FlowListener(),
                        new Forms.Required(), taskChanges));
    }

    @Bean
    Commands commands(EmbeddedEngine engine) {
        return new Commands(engine.configuration());
    }

    @Bean
    Forms forms(EmbeddedEngine engine, Commands commands) {
        return new Forms(commands, engine.operaton().getRepositoryService());
    }

    @Bean
    Deployments deployments(EmbeddedEngine engine, DecisionEngine decisions, Commands commands, Forms forms) {
        return new Deployments(engine, decisions, commands, forms);
    }

    @Bean
    Decisions decisions(EmbeddedEngine engine, DecisionEvaluator evaluator, Deployments deployments,
            Commands commands) {
        return new Decisions(engine, evaluator, deployments, commands);
    }

    @Bean
    DecisionHistory decisionHistory(EmbeddedEngine engine, Commands commands, Decisions decisions) {
        return new DecisionHistory(engine, commands, decisions);
    }

    @Bean
    Definitions definitions(Deployments deployments, Commands commands) {
        return new Definitions(deployments, commands);
    }

    @Bean
    DecisionController decisionController(Deployments deployments, Definitions definitions, DecisionHistory history,
            EmbeddedEngine engine) {
        return new DecisionController(deployments, definitions, history, engine.json());
    }

    @Bean
    UserTasks userTasks(EmbeddedEngine engine, Commands commands, TaskChanges taskChanges) {
        UserTasks tasks = new UserTasks(engine, commands);
        taskChanges.by(tasks);
        return tasks;
    }

    @Bean
    UserTaskHistory userTaskHistory(EmbeddedEngine engine, Commands commands, UserTasks tasks, Forms forms,
            VariableHistory variables) {
        return new UserTaskHistory(engine, commands, tasks, forms, variables);
    }

    @Bean
    UserTaskController userTaskController(UserTasks tasks, UserTaskHistory history, Forms forms,
            EmbeddedEngine engine) {
        return new UserTaskController(tasks, history, forms, engine.json());
    }

    @Bean
    SequenceFlows sequenceFlows(Commands commands) {
        return new SequenceFlows(commands);
    }

    @Bean
    HistoryCleanup historyCleanup(EmbeddedEngine engine, SequenceFlows flows, Messages messages,
            BatchOperations batches, EmbeddedEngineProperties properties) {
        return new HistoryCleanup(engine, flows, messages, batches, properties.historyAge());
    }

    @Bean
    EngineClock engineClock(EmbeddedEngine engine) {
        return engine.clock();
    }

    @Bean
    MessageSubscriptionController messageSubscriptionController(Messages messages, EmbeddedEngine engine,
            Commands commands) {
        return new MessageSubscriptionController(new MessageSubscriptions(messages, engine, commands));
    }

    @Bean
    ClusterChanges clusterChanges() {
        return new ClusterChanges();
    }

    /** For tests only: whoever reaches it can delete everything. */
    @Bean
    @ConditionalOnProperty("embedded-engine.management")
    ManagementController managementController(EmbeddedEngine engine, Commands commands, JobDispatcher dispatcher,
            Messages messages, SequenceFlows flows, BatchOperations batches, ClusterChanges changes) {
        return new ManagementController(engine.clock(),
                new Purge(engine, commands, dispatcher, messages, flows, batches, changes));
    }

    @Bean
    ProcessInstances processInstances(EmbeddedEngine engine, Commands commands) {
        return new ProcessInstances(engine, commands);
    }

    @Bean
    InstanceMigrations migrations(EmbeddedEngine engine, Commands commands) {
        return new InstanceMigrations(engine, commands);
    }

    @Bean
    BatchOperations batchOperations(EmbeddedEngine engine, Commands commands) {
        return new BatchOperations(engine, commands);
    }

    @Bean
    BatchWorker batchWorker(Commands commands, ProcessInstances instances, Incidents incidents,
            InstanceMigrations migrations, EmbeddedEngine engine) {
        return new BatchWorker(commands, Map.of(
                BatchOperation.Type.CANCEL_PROCESS_INSTANCE, item -> instances.cancel(item.itemKey()),
                BatchOperation.Type.RESOLVE_INCIDENT, item -> incidents.resolve(item.itemKey()),
                BatchOperation.Type.MIGRATE_PROCESS_INSTANCE, item -> migrations.migrate(item.itemKey(),
                        InstanceMigration.of(engine.json().read(item.plan())))));
    }

    @Bean
    Jobs jobs(EmbeddedEngine engine, Commands commands) {
        return new Jobs(engine, commands);
    }

    @Bean
    JobDispatcher jobDispatcher(JobOffers offers, Jobs jobs) {
        JobDispatcher dispatcher = new JobDispatcher(jobs);
        offers.to(dispatcher);
        return dispatcher;
    }

    @Bean
    Messages messages(EmbeddedEngine engine, Commands commands) {
        return new Messages(engine, commands);
    }

    @Bean
    Signals signals(EmbeddedEngine engine, Commands commands) {
        return new Signals(engine, commands);
    }

    @Bean
    SignalController signalController(Signals signals, EmbeddedEngine engine) {
        return new SignalController(signals, engine.json());
    }

    @Bean
    Incidents incidents(EmbeddedEngine engine, Commands commands, Jobs jobs) {
        return new Incidents(engine, commands, jobs);
    }

    @Bean
    CamundaGateway camundaGateway(Deployments deployments, ProcessInstances instances, Jobs jobs,
            JobDispatcher dispatcher, Messages messages, Signals signals, DecisionHistory decisions,
            Incidents incidents, InstanceMigrations migrations, EmbeddedEngine engine) {
        return new CamundaGateway(deployments, instances, jobs, dispatcher, messages, signals, decisions, incidents,
                migrations, engine.json());
    }

    @Bean
    GrpcServer grpcServer(EmbeddedEngineProperties properties, CamundaGateway gateway,
            ObjectProvider<GrpcAccess> access) {
        return new GrpcServer(properties.grpcHost(), properties.grpcPort(), gateway,
                access.stream().toArray(ServerInterceptor[]::new));
    }

    /** Who may do what, where gRPC and REST want a login. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("embedded-engine.authentication")
    static class AccessConfiguration {

        @Bean
        AccessRules accessRules(EmbeddedEngineProperties properties) {
            return new AccessRules(properties.startMessages(), properties.callerVariable());
        }

        @Bean
        Callers callers(EmbeddedEngine engine, EmbeddedEngineProperties properties) {
            return new Callers(engine.operaton().getIdentityService(), properties.ownUser(), properties.ownPassword());
        }

        @Bean
        GrpcAccess grpcAccess(Callers callers, AccessRules rules) {
            return new GrpcAccess(callers, rules);
        }

        @Bean
        RestAccess restAccess(Callers callers) {
            return new RestAccess(callers);
        }

        @Bean
        RestCaller restCaller(AccessRules rules) {
            return new RestCaller(rules);
        }
    }

    @Bean
    IncidentHistory incidentHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        return new IncidentHistory(engine, commands, incidents);
    }

    @Bean
    ProcessInstanceHistory processInstanceHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        return new ProcessInstanceHistory(engine, commands, incidents);
    }

    @Bean
    ElementInstanceHistory elementInstanceHistory(EmbeddedEngine engine, Commands commands,
            IncidentHistory incidents) {
        return new ElementInstanceHistory(engine, commands, incidents);
    }

    @Bean
    ElementStatistics elementStatistics(Commands commands) {
        return new ElementStatistics(commands);
    }

    @Bean
    AboutController aboutController() {
        return new AboutController();
    }

    @Bean
    ClockController clockController(EngineClock clock, EmbeddedEngineProperties properties) {
        return new ClockController(clock, properties.management());
    }

    @Bean
    ClusterController clusterController(ClusterChanges changes) {
        return new ClusterController(changes);
    }

    @Bean
    DeploymentController deploymentController(Deployments deployments) {
        return new DeploymentController(deployments);
    }

    @Bean
    ProcessInstanceController processInstanceController(ProcessInstances instances, InstanceMigrations migrations,
            EmbeddedEngine engine) {
        return new ProcessInstanceController(instances, migrations, engine.json());
    }

    @Bean
    BatchController batchController(BatchOperations batches, ProcessInstanceHistory instances,
            IncidentHistory incidents, Commands commands) {
        return new BatchController(batches, new BatchTargets(instances, incidents),
                new BatchHistory(batches, commands));
    }

    @Bean
    JobController jobController(Jobs jobs, JobDispatcher dispatcher, Commands commands, EmbeddedEngine engine) {
        return new JobController(jobs, dispatcher, new JobSearch(jobs, commands), engine.json());
    }

    @Bean
    MessageController messageController(Messages messages, EmbeddedEngine engine) {
        return new MessageController(messages, engine.json());
    }

    @Bean
    IncidentController incidentController(Incidents incidents) {
        return new IncidentController(incidents);
    }

    @Bean
    RestRequestCheck requestCheck() {
        return new RestRequestCheck();
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    RequestSizeLimit requestSizeLimit() {
        return new RequestSizeLimit(LARGEST_REQUEST);
    }

    /** Deployments may be larger than what Spring takes by default. */
    @Bean
    MultipartConfigElement multipartConfig() {
        MultipartConfigFactory factory = new MultipartConfigFactory();
        factory.setMaxFileSize(LARGEST_REQUEST);
        factory.setMaxRequestSize(LARGEST_REQUEST);
        return factory.createMultipartConfig();
    }

    @Bean
    VariableHistory variableHistory(EmbeddedEngine engine, Commands commands) {
        return new VariableHistory(engine, commands);
    }

    @Bean
    SearchController searchController(ProcessInstanceHistory instances, ElementInstanceHistory elements,
            VariableHistory variables, IncidentHistory incidents, SequenceFlows flows, ElementStatistics statistics) {
        return new SearchController(instances, elements, variables, incidents, flows, statistics);
    }

    @Bean
    ProcessDefinitionController processDefinitionController(Deployments deployments, Definitions definitions,
            ElementStatistics statistics, EmbeddedEngine engine, Forms forms) {
        return new ProcessDefinitionController(deployments, definitions, statistics,
                engine.operaton().getFormService(), forms);
    }
}
