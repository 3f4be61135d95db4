package lifeboat.embedded.bpmn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.behavior.FlowNodeActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.util.xml.Element;
import org.operaton.bpm.engine.impl.util.xml.Namespace;

/** Gives the elements of a parsed process their execution and task listeners. */
class ExecutionListeners {

    private static final Namespace ZEEBE = new Namespace(ZeebeBpmn.ZEEBE_NS);

    private final ProcessDefinitionEntity process;
    private final JobCreation jobs;
    private final JsonVariables json;
    private final TaskChanges changes;

    ExecutionListeners(ProcessDefinitionEntity process, JobCreation jobs, JsonVariables json, TaskChanges changes) {
        this.process = process;
        this.jobs = jobs;
        this.json = json;
        this.changes = changes;
    }

    /** Those of the process itself are kept at its start events, which have none that start. */
    void apply(Element processElement) {
        List<Listener> ofProcess = of(processElement, true);
        for (Element element : processElement.elements()) {
            listen(element, element.getTagName().equals("startEvent") ? ofProcess : List.of());
        }
    }

    private void listen(Element element, List<Listener> ofProcess) {
        List<Listener> listeners = Stream.concat(ofProcess.stream(), of(element, false).stream()).toList();
        if (!listeners.isEmpty()) {
            listen(process.findActivity(element.attribute("id")), listeners);
        }
        element.elements().forEach(inner -> listen(inner, List.of()));
    }

    private void listen(ActivityImpl activity, List<Listener> listeners) {
        IoMapping mapping = activity.getIoMapping();
        FlowNodeActivityBehavior element = (FlowNodeActivityBehavior) activity.getActivityBehavior();
        activity.setActivityBehavior(element instanceof UserTaskActivityBehavior
                ? new ListenedUserTask(element, listeners, mapping, jobs, json, changes)
                : ListenedElement.of(element, listeners, mapping, jobs));
        activity.getProperties().set(Listener.KEY, listeners);
        activity.setScope(true);
        if (mapping != null && listeners.stream().anyMatch(listener -> listener.event() == Listener.Event.END)) {
            activity.setIoMapping(inputsOf(mapping));
        }
    }

    private static IoMapping inputsOf(IoMapping mapping) {
        return new IoMapping() {

            @Override
            public void executeInputParameters(AbstractVariableScope scope) {
                mapping.executeInputParameters(scope);
            }
        };
    }

    private static List<Listener> of(Element element, boolean isOfProcess) {
        return Stream.of("executionListener", "taskListener").flatMap(kind ->
                Optional.ofNullable(element.element("extensionElements"))
                        .map(extensions -> extensions.elementNS(ZEEBE, kind + "s"))
                        .map(listeners -> listeners.elementsNS(ZEEBE, kind)).orElse(List.of()).stream())
                .map(listener -> new Listener(ListenedElements.EVENTS.get(listener.attribute("eventType")),
                        listener.attribute("type"), listener.attribute("retries", JobDefinition.RETRIES), isOfProcess))
                .toList();
    }
}
