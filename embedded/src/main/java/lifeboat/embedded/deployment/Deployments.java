package lifeboat.embedded.deployment;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.traversal.ModelWalker;
import io.camunda.zeebe.model.bpmn.validation.ValidationVisitor;
import io.camunda.zeebe.model.bpmn.validation.zeebe.ZeebeDesignTimeValidators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.feel.Feel;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.repository.DeploymentBuilder;
import org.operaton.bpm.engine.repository.DeploymentWithDefinitions;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/**
 * Deploys BPMN authored for Zeebe. What Zeebe rejects is rejected, what the embedded engine cannot run is refused by
 * element id and reason; a resource that has not changed keeps its version.
 */
public class Deployments {

    /** The suffix under which the file is kept as it was authored, beside its translation. */
    private static final String AUTHORED = ".zeebe";

    private final RepositoryService repository;
    private final SupportedElements supported;
    private final BpmnTranslator translator = new BpmnTranslator();

    public Deployments(RepositoryService repository, Feel feel) {
        this.repository = repository;
        this.supported = new SupportedElements(feel);
    }

    /** A process that now has this version, and the key of the deployment that made it. */
    public record Deployed(long deploymentKey, List<ProcessDefinition> processes) {
    }

    public synchronized Deployed deploy(Map<String, byte[]> resources) {
        if (resources.isEmpty()) {
            throw rejected("Expected to deploy at least one resource, but none given");
        }
        Map<String, byte[]> translated = new LinkedHashMap<>();
        resources.forEach((name, content) -> translated.put(name, translate(name, content)));

        List<ProcessDefinition> processes = new ArrayList<>();
        DeploymentBuilder changed = repository.createDeployment();
        long key = 0;
        for (String name : resources.keySet()) {
            List<ProcessDefinition> unchanged = unchanged(name, resources.get(name));
            if (unchanged.isEmpty()) {
                changed.addInputStream(name, new ByteArrayInputStream(translated.get(name)));
                changed.addInputStream(name + AUTHORED, new ByteArrayInputStream(resources.get(name)));
            } else {
                processes.addAll(unchanged);
                key = Long.parseLong(unchanged.get(0).getDeploymentId());
            }
        }
        if (!changed.getResourceNames().isEmpty()) {
            try {
                DeploymentWithDefinitions deployment = changed.deployWithResult();
                key = Long.parseLong(deployment.getId());
                processes.addAll(deployment.getDeployedProcessDefinitions());
            } catch (ProcessEngineException e) {
                throw rejected(e.getMessage());
            }
        }
        return new Deployed(key, processes);
    }

    private byte[] translate(String name, byte[] content) {
        if (!name.endsWith(".bpmn") && !name.endsWith(".bpmn20.xml")) {
            throw rejected("'%s': unknown resource type (the embedded engine takes .bpmn)".formatted(name));
        }
        BpmnModelInstance model;
        ZeebeBpmn bpmn;
        try {
            model = Bpmn.readModelFromStream(new ByteArrayInputStream(content));
            bpmn = ZeebeBpmn.parse(content);
        } catch (RuntimeException e) {
            throw rejected("'%s': %s".formatted(name, rootMessage(e)));
        }
        String errors = zeebeErrors(model) + String.join("\n", supported.refusals(bpmn));
        if (!errors.isBlank()) {
            throw rejected("'%s': %s".formatted(name, errors));
        }
        return translator.translate(bpmn);
    }

    private static String zeebeErrors(BpmnModelInstance model) {
        ValidationVisitor visitor = new ValidationVisitor(ZeebeDesignTimeValidators.VALIDATORS);
        new ModelWalker(model).walk(visitor);
        StringBuilder text = new StringBuilder();
        visitor.getValidationResult().getResults().forEach((element, results) -> {
            String id = element.getAttributeValue("id");
            text.append("- Element: %s%n".formatted(id == null ? element.getElementType().getTypeName() : id));
            results.forEach(result -> text.append("    - ERROR: %s%n".formatted(result.getMessage())));
        });
        return text.toString();
    }

    private List<ProcessDefinition> unchanged(String name, byte[] content) {
        List<ProcessDefinition> latest = repository.createProcessDefinitionQuery().processDefinitionResourceName(name)
                .latestVersion().list();
        return latest.stream().filter(process -> Arrays.equals(content, authored(process))).toList();
    }

    /** Every version of every process, oldest first. */
    public List<ProcessDefinition> all() {
        return repository.createProcessDefinitionQuery().orderByProcessDefinitionKey().asc()
                .orderByProcessDefinitionVersion().asc().list();
    }

    /** The file as it was deployed, before its translation. */
    public byte[] authored(ProcessDefinition process) {
        try (var stream = repository.getResourceAsStream(process.getDeploymentId(),
                process.getResourceName() + AUTHORED)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rejection rejected(String reason) {
        return Rejection.invalidArgument("CREATE",
                "Expected to deploy new resources, but encountered the following errors:%n%s", reason);
    }

    private static String rootMessage(Throwable e) {
        return e.getCause() == null ? e.getMessage() : rootMessage(e.getCause());
    }
}
