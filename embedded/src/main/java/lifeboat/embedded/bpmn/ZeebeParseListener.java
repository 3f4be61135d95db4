package lifeboat.embedded.bpmn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.dmn.DecisionEvaluator;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelCondition;
import lifeboat.embedded.feel.FeelIoMapping;
import lifeboat.embedded.variable.EventVariables;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.behavior.CallActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ErrorEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.form.FormDefinition;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;
import org.operaton.bpm.engine.impl.pvm.process.TransitionImpl;
import org.operaton.bpm.engine.impl.util.xml.Element;
import org.operaton.bpm.engine.impl.util.xml.Namespace;

/** Gives a parsed process what its {@code zeebe:} extension elements say. */
public class ZeebeParseListener extends AbstractBpmnParseListener {

    private static final Namespace ZEEBE = new Namespace(ZeebeBpmn.ZEEBE_NS);
    private static final String EXTENSIONS = "extensionElements";
    private static final String MESSAGE = "messageEventDefinition";
    private static final String LOOP = "multiInstanceLoopCharacteristics";

    private final Feel feel;
    private final JsonVariables json;
    private final DecisionEvaluator decisions;
    private final Listeners listeners;
    private final JobCreation jobs;

    /**
     * What is told of an execution, inside the transaction.
     *
     * @param jobOffer told when a job is created
     * @param instanceEnded told when a process instance ends
     * @param flowTaken told when a sequence flow is taken
     * @param userTaskCreated told when a user task starts
     * @param taskChanges told what the listeners of a user task agree to
     * @param eventVariables what an event brings along for what catches it
     */
    public record Listeners(JobBehavior.Offer jobOffer, ExecutionListener instanceEnded,
            ExecutionListener flowTaken, ExecutionListener userTaskCreated, TaskChanges taskChanges,
            EventVariables eventVariables) {
    }

    public ZeebeParseListener(Feel feel, JsonVariables json, DecisionEvaluator decisions, Listeners listeners) {
        this.feel = feel;
        this.json = json;
        this.decisions = decisions;
        this.listeners = listeners;
        this.jobs = new JobCreation(feel, json, listeners.jobOffer());
    }

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        definition.addListener(ExecutionListener.EVENTNAME_START, new DeferredSubscriptions(feel, json));
        definition.addListener(ExecutionListener.EVENTNAME_END, listeners.instanceEnded());
        new InclusiveJoins().watch(definition);
        lookAtActivities(definition);
        new ExecutionListeners(definition, jobs, json, listeners.taskChanges()).apply(process);
        FormDefinition startForm = definition.getStartFormDefinition();
        definition.setHasStartFormKey(startForm != null && startForm.getOperatonFormDefinitionKey() != null);
    }

    /**
     * Sequence flows are taken from the last one in the file to the first one, as in Zeebe: of conditions that overlap
     * the last one counts.
     */
    private static void lookAtActivities(ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            BoundaryOfInterrupted.watch(activity);
            ParallelJoin.watch(activity);
            Collections.reverse(activity.getOutgoingTransitions());
            lookAtActivities(activity);
        }
    }

    @Override
    public void parseServiceTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        job(task, activity, applyMapping(task, activity));
    }

    @Override
    public void parseSendTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        parseServiceTask(task, scope, activity);
    }

    @Override
    public void parseBusinessRuleTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        FeelIoMapping mapping = applyMapping(task, activity);
        Element decision = zeebe(task, "calledDecision");
        if (decision == null) {
            job(task, activity, mapping);
        } else {
            activity.setActivityBehavior(new DecisionTask(feel, json, decisions, decision.attribute("decisionId"),
                    new ResultVariable(decision.attribute("resultVariable"), mapping.hasOutputs())));
        }
    }

    @Override
    public void parseScriptTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        FeelIoMapping mapping = applyMapping(task, activity);
        Element script = zeebe(task, "script");
        if (script == null) {
            activity.setScope(true);
            job(task, activity, mapping);
        } else {
            activity.setActivityBehavior(new ScriptTask(feel, json, script.attribute("expression"),
                    new ResultVariable(script.attribute("resultVariable"), mapping.hasOutputs())));
        }
    }

    @Override
    public void parseUserTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        FeelIoMapping mapping = applyMapping(task, activity);
        if (zeebe(task, "userTask") == null) {
            activity.setScope(true);
            job(activity, new JobDefinition(UserTaskJob.TYPE, JobDefinition.RETRIES,
                    UserTaskJob.headers(task, headers(task)), mapping.hasOutputs()));
            return;
        }
        activity.setActivityBehavior(new UserTaskActivityBehavior(new AssignedFirst(
                ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDecorator())));
        Element form = zeebe(task, "formDefinition");
        activity.getProperties().set(UserTaskDefinition.KEY, new UserTaskDefinition(
                form == null ? null : form.attribute("formId"),
                form == null ? null : form.attribute("externalReference"), headers(task), mapping.hasOutputs()));
        activity.addListener(ExecutionListener.EVENTNAME_START, listeners.userTaskCreated());
    }

    @Override
    public void parseReceiveTask(Element task, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(task, activity);
    }

    @Override
    public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(element, activity);
        if ("false".equals(zeebe(element, "calledElement").attribute("propagateAllParentVariables"))) {
            activity.setActivityBehavior(new CalledProcess(
                    ((CallActivityBehavior) activity.getActivityBehavior()).getCallableElement()));
        }
    }

    @Override
    public void parseSubProcess(Element subProcess, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(subProcess, activity);
        activity.addListener(ExecutionListener.EVENTNAME_END, new TimersOfEndedScope());
    }

    @Override
    public void parseMultiInstanceLoopCharacteristics(Element element, Element loop, ActivityImpl body) {
        MultiInstance multiInstance = multiInstance(loop);
        body.getProperties().set(RecordedHistory.ITEM, multiInstance.inputElement());
        body.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) multiInstance::start);
        body.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) multiInstance::end);
    }

    @Override
    public void parseStartEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(event, activity);
        if (event.element("errorEventDefinition") != null) {
            activity.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution ->
                    execution.setVariables(listeners.eventVariables().take()));
        }
    }

    @Override
    public void parseBoundaryEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(event, activity);
        if (event.element("errorEventDefinition") != null || event.element(MESSAGE) != null) {
            activity.setScope(true);
            activity.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution ->
                    execution.setVariablesLocal(listeners.eventVariables().take()));
        }
    }

    @Override
    public void parseIntermediateCatchEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
        applyMapping(event, activity);
    }

    @Override
    public void parseIntermediateThrowEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
        FeelIoMapping mapping = applyMapping(event, activity);
        if (event.element(MESSAGE) != null) {
            job(event, activity, mapping);
        }
        Links.tellIfCaught(event, activity);
    }

    @Override
    public void parseEndEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
        if (event.element(MESSAGE) != null) {
            job(event, activity, applyMapping(event, activity));
            return;
        }
        FeelIoMapping mapping = mapping(event);
        if (mapping.hasOutputs()) {
            activity.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) ending ->
                    mapping.mapOutputs(ending, ending));
        }
        if (activity.getActivityBehavior() instanceof ErrorEndEventActivityBehavior error) {
            activity.setActivityBehavior(new ErrorEnd(feel, json, error.getErrorCode()));
        }
    }

    @Override
    public void parseSequenceFlow(Element flow, ScopeImpl scope, TransitionImpl transition) {
        if (!Links.isLink(transition.getId())) {
            transition.addListener(ExecutionListener.EVENTNAME_TAKE, listeners.flowTaken());
        }
        Element condition = flow.element("conditionExpression");
        if (condition != null) {
            transition.setProperty(BpmnParse.PROPERTYNAME_CONDITION,
                    new FeelCondition(feel, json, condition.getText().trim()));
        }
    }

    private void job(Element task, ActivityImpl activity, FeelIoMapping mapping) {
        Element definition = zeebe(task, "taskDefinition");
        job(activity, new JobDefinition(definition.attribute("type"),
                definition.attribute("retries", JobDefinition.RETRIES), headers(task), mapping.hasOutputs()));
    }

    private void job(ActivityImpl activity, JobDefinition definition) {
        activity.getProperties().set(JobDefinition.KEY, definition);
        activity.setActivityBehavior(new JobBehavior(jobs, definition));
    }

    private static Map<String, String> headers(Element task) {
        Map<String, String> headers = new LinkedHashMap<>();
        Element taskHeaders = zeebe(task, "taskHeaders");
        if (taskHeaders != null) {
            taskHeaders.elementsNS(ZEEBE, "header")
                    .forEach(header -> headers.put(header.attribute("key"), header.attribute("value")));
        }
        return headers;
    }

    private FeelIoMapping applyMapping(Element element, ActivityImpl activity) {
        FeelIoMapping mapping = mapping(element);
        if ("true".equals(element.attribute("isForCompensation"))) {
            FeelIoMapping handler = mapping;
            activity.addListener(ExecutionListener.EVENTNAME_START, new CompensationHistory());
            activity.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) ending ->
                    handler.mapOutputs(ending, ((ExecutionEntity) ending).getParentVariableScope()));
        }
        Element io = zeebe(element, "ioMapping");
        Element loop = element.element(LOOP);
        if (loop != null) {
            mapping = multiInstance(loop).around(mapping);
        }
        if (io != null || loop != null) {
            activity.setIoMapping(mapping);
            activity.setScope(true);
        }
        return mapping;
    }

    private FeelIoMapping mapping(Element element) {
        Element io = zeebe(element, "ioMapping");
        return new FeelIoMapping(feel, json, mappings(io, "input"), mappings(io, "output"));
    }

    private MultiInstance multiInstance(Element loop) {
        Element zeebe = zeebe(loop, "loopCharacteristics");
        return new MultiInstance(feel, json, zeebe.attribute("inputCollection"),
                zeebe.attribute("inputElement", ""),
                zeebe.attribute("outputCollection", ""), zeebe.attribute("outputElement", ""));
    }

    private static List<FeelIoMapping.Mapping> mappings(Element io, String kind) {
        List<FeelIoMapping.Mapping> mappings = new ArrayList<>();
        if (io != null) {
            io.elementsNS(ZEEBE, kind).forEach(e ->
                    mappings.add(new FeelIoMapping.Mapping(e.attribute("source"), e.attribute("target"))));
        }
        return mappings;
    }

    private static Element zeebe(Element element, String name) {
        Element extensions = element.element(EXTENSIONS);
        return extensions == null ? null : extensions.elementNS(ZEEBE, name);
    }
}
