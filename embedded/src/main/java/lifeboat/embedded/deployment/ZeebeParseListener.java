package lifeboat.embedded.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelCondition;
import lifeboat.embedded.feel.FeelIoMapping;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;
import org.operaton.bpm.engine.impl.pvm.process.TransitionImpl;
import org.operaton.bpm.engine.impl.util.xml.Element;
import org.operaton.bpm.engine.impl.util.xml.Namespace;

/** Gives a parsed process what its {@code zeebe:} extension elements say. */
public class ZeebeParseListener extends AbstractBpmnParseListener {

    private static final Namespace ZEEBE = new Namespace(ZeebeBpmn.ZEEBE_NS);

    private final Feel feel;
    private final JsonVariables json;
    private final ExecutionListener jobCreated;
    private final ExecutionListener instanceEnded;

    /**
     * @param jobCreated told when a service task starts, inside the transaction
     * @param instanceEnded told when a process instance ends, inside the transaction
     */
    public ZeebeParseListener(Feel feel, JsonVariables json, ExecutionListener jobCreated,
            ExecutionListener instanceEnded) {
        this.feel = feel;
        this.json = json;
        this.jobCreated = jobCreated;
        this.instanceEnded = instanceEnded;
    }

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        definition.addListener(ExecutionListener.EVENTNAME_END, instanceEnded);
    }

    @Override
    public void parseServiceTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        Element extensions = task.element("extensionElements");
        FeelIoMapping mapping = applyMapping(extensions, activity);
        Element definition = extensions.elementNS(ZEEBE, "taskDefinition");
        Map<String, String> headers = new LinkedHashMap<>();
        Element taskHeaders = extensions.elementNS(ZEEBE, "taskHeaders");
        if (taskHeaders != null) {
            taskHeaders.elementsNS(ZEEBE, "header")
                    .forEach(header -> headers.put(header.attribute("key"), header.attribute("value")));
        }
        activity.getProperties().set(JobDefinition.KEY, new JobDefinition(
                Integer.parseInt(definition.attribute("retries", "3")), headers, mapping.hasOutputs()));
        activity.addListener(ExecutionListener.EVENTNAME_START, jobCreated);
    }

    @Override
    public void parseSubProcess(Element subProcess, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(subProcess.element("extensionElements"), activity);
    }

    @Override
    public void parseSequenceFlow(Element flow, ScopeImpl scope, TransitionImpl transition) {
        Element condition = flow.element("conditionExpression");
        if (condition != null) {
            transition.setProperty(BpmnParse.PROPERTYNAME_CONDITION,
                    new FeelCondition(feel, json, condition.getText().trim()));
        }
    }

    private FeelIoMapping applyMapping(Element extensions, ActivityImpl activity) {
        Element io = extensions == null ? null : extensions.elementNS(ZEEBE, "ioMapping");
        FeelIoMapping mapping = new FeelIoMapping(feel, json, mappings(io, "input"), mappings(io, "output"));
        if (io != null) {
            activity.setIoMapping(mapping);
            activity.setScope(true);
        }
        return mapping;
    }

    private static List<FeelIoMapping.Mapping> mappings(Element io, String kind) {
        List<FeelIoMapping.Mapping> mappings = new ArrayList<>();
        if (io != null) {
            io.elementsNS(ZEEBE, kind).forEach(e ->
                    mappings.add(new FeelIoMapping.Mapping(e.attribute("source"), e.attribute("target"))));
        }
        return mappings;
    }
}
