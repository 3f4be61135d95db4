package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DeploymentMetadataResult;
import io.camunda.client.protocol.rest.DeploymentProcessResult;
import io.camunda.client.protocol.rest.DeploymentResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.instance.Keys;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Deploys processes. */
@RestController
@RequestMapping("/v2/deployments")
public class DeploymentController {

    private final Deployments deployments;

    public DeploymentController(Deployments deployments) {
        this.deployments = deployments;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    DeploymentResult deploy(@RequestPart("resources") List<MultipartFile> resources) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (MultipartFile resource : resources) {
            files.put(resource.getOriginalFilename(), resource.getBytes());
        }
        Deployments.Deployed deployed = deployments.deploy(files);
        return new DeploymentResult().deploymentKey(String.valueOf(deployed.deploymentKey())).tenantId(Camunda.TENANT)
                .deployments(deployed.processes().stream()
                        .map(process -> new DeploymentMetadataResult().processDefinition(new DeploymentProcessResult()
                                .processDefinitionId(process.getKey())
                                .processDefinitionVersion(process.getVersion())
                                .processDefinitionKey(String.valueOf(Keys.ofProcess(process.getId())))
                                .resourceName(process.getResourceName())
                                .tenantId(Camunda.TENANT)))
                        .toList());
    }
}
