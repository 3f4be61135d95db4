package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DecisionMetadata;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DecisionRequirementsMetadata;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.Deployment;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.FormMetadata;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ProcessMetadata;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.deployment.Deployed;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.engine.Keys;

/** A deployment in the words of the gateway protocol. */
final class GrpcDeployment {

    private GrpcDeployment() {
    }

    static DeployResourceResponse response(Deployed deployed) {
        DeployResourceResponse.Builder response = DeployResourceResponse.newBuilder()
                .setKey(deployed.key()).setTenantId(Camunda.TENANT);
        deployed.processes().forEach(process -> response.addDeployments(Deployment.newBuilder()
                .setProcess(ProcessMetadata.newBuilder()
                        .setBpmnProcessId(process.getKey())
                        .setVersion(process.getVersion())
                        .setProcessDefinitionKey(Keys.ofProcess(process.getId()))
                        .setResourceName(process.getResourceName())
                        .setTenantId(Camunda.TENANT))));
        Set<Long> requirements = new HashSet<>();
        deployed.decisions().forEach(decision -> {
            response.addDeployments(Deployment.newBuilder().setDecision(decision(decision)));
            if (requirements.add(decision.requirementsKey())) {
                response.addDeployments(Deployment.newBuilder().setDecisionRequirements(requirements(decision)));
            }
        });
        deployed.forms().forEach(form -> response.addDeployments(Deployment.newBuilder()
                .setForm(FormMetadata.newBuilder()
                        .setFormId(form.form().id())
                        .setFormKey(form.form().key())
                        .setVersion(form.form().version())
                        .setResourceName(form.resourceName())
                        .setTenantId(Camunda.TENANT))));
        return response.build();
    }

    private static DecisionMetadata decision(DeployedDecision decision) {
        return DecisionMetadata.newBuilder()
                .setDmnDecisionId(decision.decision().getKey())
                .setDmnDecisionName(Objects.requireNonNullElse(decision.decision().getName(), ""))
                .setVersion(decision.decision().getVersion())
                .setDecisionKey(decision.key())
                .setDmnDecisionRequirementsId(decision.requirementsId())
                .setDecisionRequirementsKey(decision.requirementsKey())
                .setTenantId(Camunda.TENANT).build();
    }

    private static DecisionRequirementsMetadata requirements(DeployedDecision decision) {
        return DecisionRequirementsMetadata.newBuilder()
                .setDmnDecisionRequirementsId(decision.requirementsId())
                .setDmnDecisionRequirementsName(decision.requirementsName())
                .setVersion(decision.decision().getVersion())
                .setDecisionRequirementsKey(decision.requirementsKey())
                .setResourceName(decision.decision().getResourceName())
                .setTenantId(Camunda.TENANT).build();
    }
}
