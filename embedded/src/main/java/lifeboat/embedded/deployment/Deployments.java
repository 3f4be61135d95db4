package lifeboat.embedded.deployment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.ZeebeBpmn;
import lifeboat.embedded.dmn.AuthoredFile;
import lifeboat.embedded.dmn.DecisionEngine;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Ids;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.form.Forms;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.repository.DecisionDefinition;
import org.operaton.bpm.engine.repository.DeploymentBuilder;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/**
 * Deploys BPMN authored for Zeebe, DMN and forms. What Zeebe rejects is rejected, what the embedded engine cannot run
 * is refused by element id and reason; a resource that has not changed keeps its version.
 */
public class Deployments {

    private final Commands commands;
    private final RepositoryService repository;
    private final ProcessDefinitions processDefinitions;
    private final RuntimeService runtime;
    private final Forms forms;
    private final Resources resources;

    public Deployments(EmbeddedEngine engine, DecisionEngine decisions, Commands commands, Forms forms) {
        this.commands = commands;
        this.repository = engine.operaton().getRepositoryService();
        this.processDefinitions = new ProcessDefinitions(engine, commands);
        this.runtime = engine.operaton().getRuntimeService();
        this.forms = forms;
        this.resources = new Resources(engine.feel(), new DecisionFile(decisions, engine.configuration()));
    }

    /** A file and what the engine gets in its place. */
    private record Checked(byte[] authored, byte[] translated) {
    }

    public synchronized Deployed deploy(List<ResourceFile> files) {
        if (files.isEmpty()) {
            throw rejected("Expected to deploy at least one resource, but none given");
        }
        Map<String, String> fileOf = new HashMap<>();
        List<Map<String, Checked>> deployments = new ArrayList<>();
        for (ResourceFile file : files) {
            Checked checked = check(file, fileOf);
            if (!Resources.isBpmn(file.name()) && deployments.stream().anyMatch(one -> one.containsKey(file.name()))) {
                throw rejected("'%s': two resources of one name are supported by the embedded engine for BPMN only"
                        .formatted(file.name()));
            }
            deployments.stream().filter(others -> !others.containsKey(file.name())).findFirst().orElseGet(() -> {
                deployments.add(new LinkedHashMap<>());
                return deployments.get(deployments.size() - 1);
            }).put(file.name(), checked);
        }
        List<Map<String, String>> deploymentsOf = commands.inTransaction(context ->
                deployments.stream().map(this::deploy).toList());
        Deployed deployed = new Deployed(deploymentsOf.stream().flatMap(ofFile -> ofFile.values().stream())
                .mapToLong(Long::parseLong).max().orElseThrow(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        for (int i = 0; i < deployments.size(); i++) {
            add(deployed, deploymentsOf.get(i), deployments.get(i));
        }
        return deployed;
    }

    private Checked check(ResourceFile file, Map<String, String> fileOf) {
        try {
            Resources.Translated translated = resources.translate(file.name(), file.content());
            translated.processIds().forEach(id -> {
                String other = fileOf.put(id, file.name());
                if (other != null) {
                    throw rejected("Duplicated process id in resources '%s' and '%s'".formatted(other, file.name()));
                }
            });
            return new Checked(file.content(), translated.content());
        } catch (IllegalArgumentException e) {
            throw rejected("'%s': %s".formatted(file.name(), e.getMessage()));
        }
    }

    /** @return the deployment that holds each file */
    private Map<String, String> deploy(Map<String, Checked> files) {
        Map<String, String> deploymentOf = new LinkedHashMap<>();
        DeploymentBuilder changed = repository.createDeployment();
        files.forEach((name, file) -> unchanged(name, file.authored()).ifPresentOrElse(
                deployment -> deploymentOf.put(name, deployment),
                () -> {
                    changed.addInputStream(name, new ByteArrayInputStream(file.translated()));
                    changed.addInputStream(AuthoredFile.of(name), new ByteArrayInputStream(file.authored()));
                }));
        if (!changed.getResourceNames().isEmpty()) {
            try {
                String id = changed.deploy().getId();
                files.keySet().forEach(name -> deploymentOf.putIfAbsent(name, id));
            } catch (ProcessEngineException | DateTimeException e) {
                throw rejected(e.getMessage());
            }
        }
        return deploymentOf;
    }

    private void add(Deployed deployed, Map<String, String> deploymentOf, Map<String, Checked> files) {
        deploymentOf.forEach((name, deployment) -> {
            deployed.processes().addAll(repository.createProcessDefinitionQuery().deploymentId(deployment)
                    .processDefinitionResourceName(name).list());
            repository.createDecisionDefinitionQuery().deploymentId(deployment).decisionDefinitionResourceName(name)
                    .list().stream().map(this::withRequirements).forEach(deployed.decisions()::add);
            if (Resources.isForm(name)) {
                String id = Resources.formId(files.get(name).authored());
                forms.find(id).ifPresent(form -> deployed.forms().add(new Deployed.DeployedForm(form, name)));
            }
        });
    }

    /** The deployment that already holds this file as the latest of its name. */
    private Optional<String> unchanged(String name, byte[] content) {
        return ids("""
                select D.ID_ from ACT_RE_DEPLOYMENT D join ACT_GE_BYTEARRAY B on B.DEPLOYMENT_ID_ = D.ID_
                where B.NAME_ = ? order by D.DEPLOY_TIME_ desc, D.ID_ desc limit 1""", AuthoredFile.of(name)).stream()
                .findFirst()
                .filter(id -> Arrays.equals(content, authored(id, name)))
                .filter(id -> isLatest(id, name));
    }

    /** Another file may have brought a newer version of the same process meanwhile. */
    private boolean isLatest(String deployment, String name) {
        List<ProcessDefinition> processes = repository.createProcessDefinitionQuery().deploymentId(deployment)
                .processDefinitionResourceName(name).list();
        boolean isDeleted = processes.isEmpty() && Resources.isBpmn(name);
        return !isDeleted && processes.stream().allMatch(process -> repository.createProcessDefinitionQuery()
                        .processDefinitionKey(process.getKey()).latestVersion().singleResult().getId()
                        .equals(process.getId()));
    }

    /** The processes with the given ids of the engine's, in that order. */
    public List<ProcessDefinition> processes(List<String> ids) {
        return Ids.inOrder(ids, all -> repository.createProcessDefinitionQuery()
                .processDefinitionIdIn(all.toArray(String[]::new)).list(), ProcessDefinition::getId);
    }

    /** The process with this key. */
    public Optional<ProcessDefinition> process(long key) {
        return processDefinitions.withKey(key);
    }

    /** The decisions with the given ids of the engine's, in that order. */
    public List<DeployedDecision> decisions(List<String> ids) {
        return Ids.inOrder(ids, all -> repository.createDecisionDefinitionQuery()
                .decisionDefinitionIdIn(all.toArray(String[]::new)).list(), DecisionDefinition::getId).stream()
                .map(this::withRequirements).toList();
    }

    /** The decision with this key. */
    public Optional<DeployedDecision> decision(long key) {
        return decisions(ids("select ID_ from ACT_RE_DECISION_DEF where ID_ = ? or ID_ like ?", String.valueOf(key),
                "%:" + key)).stream().findFirst();
    }

    private List<String> ids(String sql, Object... values) {
        return commands.inTransaction(context -> new Sql(context).query(row -> row.getString(1), sql, values));
    }

    /** The latest version of the decision with this id. */
    public Optional<DeployedDecision> latestDecision(String id) {
        return Optional.ofNullable(repository.createDecisionDefinitionQuery().decisionDefinitionKey(id)
                .latestVersion().singleResult()).map(this::withRequirements);
    }

    private DeployedDecision withRequirements(DecisionDefinition decision) {
        ZeebeBpmn dmn = ZeebeBpmn.parse(authored(decision.getDeploymentId(), decision.getResourceName()));
        var definitions = dmn.document().getDocumentElement();
        return new DeployedDecision(decision, definitions.getAttribute("id"), definitions.getAttribute("name"));
    }

    /** The file as it was deployed, before its translation. */
    public byte[] authored(ProcessDefinition process) {
        return authored(process.getDeploymentId(), process.getResourceName());
    }

    /** The file as it was deployed. */
    public byte[] authored(DeployedDecision decision) {
        return authored(decision.decision().getDeploymentId(), decision.decision().getResourceName());
    }

    private byte[] authored(String deployment, String name) {
        try (var stream = repository.getResourceAsStream(deployment, AuthoredFile.of(name))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes one version of a process, or the deployment of a decision or a form.
     *
     * @throws Rejection if there is no such resource, or an instance of the process runs
     */
    public synchronized void delete(long resourceKey) {
        Optional<ProcessDefinition> process = process(resourceKey);
        if (process.isPresent()) {
            if (runtime.createProcessInstanceQuery().processDefinitionId(process.get().getId()).count() > 0) {
                throw Rejection.invalidState("DELETE", "Expected to delete process with key '%d', but instances of it "
                        + "are running", resourceKey);
            }
            repository.deleteProcessDefinition(process.get().getId());
            return;
        }
        String deployment = Stream.concat(
                ids("""
                        select DEPLOYMENT_ID_ from ACT_RE_DECISION_DEF where DEC_REQ_ID_ like ?
                        or DEC_REQ_ID_ = ? or DEC_REQ_ID_ is null and DEPLOYMENT_ID_ = ?""", "%:" + resourceKey,
                        String.valueOf(resourceKey), String.valueOf(resourceKey)).stream(),
                forms.deploymentOf(resourceKey).stream()).findFirst().orElseThrow(() -> Rejection.notFound("DELETE",
                "Expected to delete resource but no resource found with key `%d`", resourceKey));
        repository.deleteDeployment(deployment);
    }

    private static Rejection rejected(String reason) {
        return Rejection.invalidArgument("CREATE",
                "Expected to deploy new resources, but encountered the following errors:%n%s", reason);
    }
}
