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
import lifeboat.embedded.feel.Feel;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** The files that can be deployed: what is wrong with one, and what the engine gets in its place. */
class Resources {

    private final SupportedElements supported;
    private final BpmnTranslator translator;

    Resources(Feel feel) {
        this.translator = new BpmnTranslator(feel);
        this.supported = new SupportedElements(feel);
    }

    static boolean isForm(String name) {
        return name.endsWith(".form");
    }

    /** @throws IllegalArgumentException with what is wrong with the file, element by element */
    byte[] translate(String name, byte[] content) {
        if (name.endsWith(".bpmn") || name.endsWith(".bpmn20.xml")) {
            return bpmn(content);
        }
        if (name.endsWith(".dmn")) {
            ZeebeBpmn.parse(content);
            return content;
        }
        if (isForm(name)) {
            formId(content);
            return content;
        }
        throw new IllegalArgumentException("unknown resource type (expected .bpmn, .dmn or .form)");
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

    private byte[] bpmn(byte[] content) {
        BpmnModelInstance model;
        ZeebeBpmn bpmn;
        try {
            model = Bpmn.readModelFromStream(new ByteArrayInputStream(content));
            bpmn = ZeebeBpmn.parse(content);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(rootMessage(e), e);
        }
        String errors = zeebeErrors(model);
        if (errors.isEmpty()) {
            errors = String.join("", supported.refusals(bpmn));
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors);
        }
        return translator.translate(bpmn);
    }

    private static String zeebeErrors(BpmnModelInstance model) {
        ValidationVisitor visitor = new ValidationVisitor(ZeebeDesignTimeValidators.VALIDATORS);
        new ModelWalker(model).walk(visitor);
        StringBuilder text = new StringBuilder();
        visitor.getValidationResult().getResults().forEach((element, results) -> {
            text.append("- Element: %s%n".formatted(path(element)));
            results.forEach(result -> text.append("    - ERROR: %s%n".formatted(result.getMessage())));
        });
        return text.toString();
    }

    /** As Zeebe tells it: from the nearest element with an id down. */
    private static String path(ModelElementInstance element) {
        String id = element.getAttributeValue("id");
        ModelElementInstance parent = element.getParentElement();
        return parent == null ? element.getElementType().getTypeName()
                : id != null ? id : path(parent) + " > " + element.getElementType().getTypeName();
    }

    private static String rootMessage(Throwable e) {
        return e.getCause() == null ? e.getMessage() : rootMessage(e.getCause());
    }
}
