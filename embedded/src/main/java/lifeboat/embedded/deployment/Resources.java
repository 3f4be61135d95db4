package lifeboat.embedded.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.traversal.ModelWalker;
import io.camunda.zeebe.model.bpmn.validation.ValidationVisitor;
import io.camunda.zeebe.model.bpmn.validation.zeebe.ZeebeDesignTimeValidators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lifeboat.embedded.bpmn.BpmnTranslator;
import lifeboat.embedded.bpmn.SupportedElements;
import lifeboat.embedded.bpmn.ZeebeBpmn;
import lifeboat.embedded.engine.RootCause;
import lifeboat.embedded.feel.Feel;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.camunda.bpm.model.xml.validation.ValidationResult;

/** The files that can be deployed: what is wrong with one, and what the engine gets in its place. */
class Resources {

    private final SupportedElements supported;
    private final BpmnTranslator translator;
    private final DecisionFile decisions;

    /** @param decisions reads DMN */
    Resources(Feel feel, DecisionFile decisions) {
        this.decisions = decisions;
        this.translator = new BpmnTranslator(feel);
        this.supported = new SupportedElements(feel);
    }

    static boolean isBpmn(String name) {
        return name.endsWith(".bpmn") || name.endsWith(".bpmn20.xml");
    }

    static boolean isForm(String name) {
        return name.endsWith(".form");
    }

    /**
     * What the engine gets in a file's place.
     *
     * @param processIds the processes that it has
     */
    record Translated(byte[] content, List<String> processIds) {
    }

    /** @throws IllegalArgumentException with what is wrong with the file, element by element */
    Translated translate(String name, byte[] content) {
        if (isBpmn(name)) {
            return bpmn(content);
        }
        if (name.endsWith(".dmn")) {
            return new Translated(decisions.translate(content), List.of());
        }
        if (isForm(name)) {
            formId(content);
            return new Translated(content, List.of());
        }
        throw new IllegalArgumentException("unknown resource type");
    }

    static String formId(byte[] content) {
        try {
            JsonNode id = new ObjectMapper().readTree(content).path("id");
            if (id.asText().isBlank()) {
                throw new IllegalArgumentException("Expected the form id to be present, but none given");
            }
            return id.asText();
        } catch (IOException e) {
            throw new IllegalArgumentException("A form must be a JSON document: " + e.getMessage(), e);
        }
    }

    private Translated bpmn(byte[] content) {
        BpmnModelInstance model;
        ZeebeBpmn bpmn;
        try {
            model = Bpmn.readModelFromStream(new ByteArrayInputStream(content));
            bpmn = ZeebeBpmn.parse(content);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(RootCause.message(e), e);
        }
        String zeebes = zeebeErrors(model);
        String errors = zeebes + supported.refusals(bpmn).stream()
                .filter(refusal -> zeebes.isEmpty() || !SupportedElements.isOurs(refusal))
                .collect(Collectors.joining());
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors);
        }
        List<String> processIds = bpmn.bpmn("process").map(process -> process.getAttribute("id")).toList();
        return new Translated(translator.translate(bpmn), processIds);
    }

    private static String zeebeErrors(BpmnModelInstance model) {
        ValidationVisitor visitor = new ValidationVisitor(ZeebeDesignTimeValidators.VALIDATORS);
        new ModelWalker(model).walk(visitor);
        StringBuilder text = new StringBuilder();
        Map<ModelElementInstance, List<ValidationResult>> results = visitor.getValidationResult().getResults();
        new ModelWalker(model).walk(element -> results.getOrDefault(element, List.of()).stream()
                .map(ValidationResult::getMessage).reduce((one, other) -> one + "%n    - ERROR: ".formatted() + other)
                .ifPresent(errors -> text.append("- Element: %s%n    - ERROR: %s%n".formatted(path(element), errors))));
        return text.toString();
    }

    /** As Zeebe tells it: from the nearest element with an id down. */
    private static String path(ModelElementInstance element) {
        String id = element.getAttributeValue("id");
        ModelElementInstance parent = element.getParentElement();
        return parent == null ? element.getElementType().getTypeName()
                : id != null ? id : path(parent) + " > " + element.getElementType().getTypeName();
    }
}
