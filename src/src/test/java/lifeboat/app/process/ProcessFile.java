package lifeboat.app.process;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.BaseElement;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.CompensateEventDefinition;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeFormDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A process's file, as the tests look at it. */
record ProcessFile(String name, BpmnModelInstance model) {

    static final ProcessFile SESSION_MIGRATION = of("session-migration");
    static final ProcessFile LEFTOVER = of("leftover");
    static final ProcessFile UNDECIDED = of("undecided");
    static final ProcessFile LOST = of("lost");
    static final List<ProcessFile> ALL = List.of(SESSION_MIGRATION, LEFTOVER, UNDECIDED, LOST);

    private static ProcessFile of(String name) {
        return new ProcessFile(name, Bpmn.readModelFromStream(
                ProcessFile.class.getResourceAsStream("/workflows/%s.bpmn".formatted(name))));
    }

    Set<String> jobTypes() {
        return model.getModelElementsByType(ZeebeTaskDefinition.class).stream().map(ZeebeTaskDefinition::getType)
                .collect(Collectors.toSet());
    }

    Set<String> forms() {
        return model.getModelElementsByType(ZeebeFormDefinition.class).stream().map(ZeebeFormDefinition::getFormId)
                .collect(Collectors.toSet());
    }

    /** Every node that a token can be on; a compensation boundary event only points to its handler. */
    Set<String> nodes() {
        return model.getModelElementsByType(FlowNode.class).stream().filter(node -> !isCompensation(node))
                .map(BaseElement::getId).collect(Collectors.toSet());
    }

    private static boolean isCompensation(FlowNode node) {
        return node instanceof BoundaryEvent event && event.getEventDefinitions().stream()
                .anyMatch(CompensateEventDefinition.class::isInstance);
    }
}
