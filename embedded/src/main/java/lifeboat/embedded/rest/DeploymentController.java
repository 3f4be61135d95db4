package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DeploymentDecisionRequirementsResult;
import io.camunda.client.protocol.rest.DeploymentDecisionResult;
import io.camunda.client.protocol.rest.DeploymentFormResult;
import io.camunda.client.protocol.rest.DeploymentMetadataResult;
import io.camunda.client.protocol.rest.DeploymentProcessResult;
import io.camunda.client.protocol.rest.DeploymentResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.OneTenant;
import lifeboat.embedded.deployment.Deployed;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.deployment.ResourceFile;
import lifeboat.embedded.engine.Keys;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Deploys and deletes processes, decisions and forms. */
@RestController
@RequestMapping("/v2")
public class DeploymentController {

    private final Deployments deployments;

    public DeploymentController(Deployments deployments) {
        this.deployments = deployments;
    }

    @PostMapping(value = "/deployments", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    DeploymentResult deploy(@RequestPart("resources") List<MultipartFile> resources,
            @RequestParam(defaultValue = "") String tenantId) throws IOException {
        OneTenant.check("Deploy Resources", Map.of("tenantId", (Object) tenantId)::get);
        List<ResourceFile> files = new ArrayList<>();
        for (MultipartFile resource : resources) {
            files.add(new ResourceFile(resource.getOriginalFilename(), resource.getBytes()));
        }
        Deployed deployed = deployments.deploy(files);
        List<DeploymentMetadataResult> metadata = new ArrayList<>();
        deployed.processes().forEach(process -> metadata.add(new DeploymentMetadataResult()
                .processDefinition(process(process))));
        deployed.decisions().forEach(decision -> metadata.add(new DeploymentMetadataResult()
                .decisionDefinition(decision(decision))));
        deployed.decisions().stream().collect(Collectors.toMap(DeployedDecision::requirementsKey, Function.identity(),
                (one, other) -> one)).values().forEach(decision -> metadata.add(new DeploymentMetadataResult()
                .decisionRequirements(requirements(decision))));
        deployed.forms().forEach(form -> metadata.add(new DeploymentMetadataResult().form(form(form))));
        return new DeploymentResult().deploymentKey(String.valueOf(deployed.key())).tenantId(Camunda.TENANT)
                .deployments(metadata);
    }

    private static DeploymentProcessResult process(ProcessDefinition process) {
        return new DeploymentProcessResult()
                .processDefinitionId(process.getKey())
                .processDefinitionVersion(process.getVersion())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(process.getId())))
                .resourceName(process.getResourceName())
                .tenantId(Camunda.TENANT);
    }

    private static DeploymentDecisionResult decision(DeployedDecision decision) {
        return new DeploymentDecisionResult()
                .decisionDefinitionId(decision.decision().getKey())
                .decisionDefinitionKey(String.valueOf(decision.key()))
                .name(decision.decision().getName())
                .version(decision.decision().getVersion())
                .decisionRequirementsId(decision.requirementsId())
                .decisionRequirementsKey(String.valueOf(decision.requirementsKey()))
                .tenantId(Camunda.TENANT);
    }

    private static DeploymentDecisionRequirementsResult requirements(DeployedDecision decision) {
        return new DeploymentDecisionRequirementsResult()
                .decisionRequirementsId(decision.requirementsId())
                .decisionRequirementsName(decision.requirementsName())
                .decisionRequirementsKey(String.valueOf(decision.requirementsKey()))
                .version(decision.decision().getVersion())
                .resourceName(decision.decision().getResourceName())
                .tenantId(Camunda.TENANT);
    }

    private static DeploymentFormResult form(Deployed.DeployedForm form) {
        return new DeploymentFormResult()
                .formId(form.form().id())
                .formKey(String.valueOf(form.form().key()))
                .version(form.form().version())
                .resourceName(form.resourceName())
                .tenantId(Camunda.TENANT);
    }

    @PostMapping("/resources/{key}/deletion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long key) {
        deployments.delete(key);
    }
}
