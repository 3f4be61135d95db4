package lifeboat.embedded.bpmn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.operaton.bpm.engine.impl.bpmn.behavior.FlowNodeActivityBehavior;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.util.xml.Element;
import org.operaton.bpm.engine.impl.util.xml.Namespace;

/** Gives the elements of a parsed process their execution listeners. */
class ExecutionListeners {

    private static final Namespace ZEEBE = new Namespace(ZeebeBpmn.ZEEBE_NS);

    private final ProcessDefinitionEntity process;
    private final JobCreation jobs;

    ExecutionListeners(ProcessDefinitionEntity process, JobCreation jobs) {
        this.process = process;
        this.jobs = jobs;
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
        activity.setActivityBehavior(ListenedElement.of((FlowNodeActivityBehavior) activity.getActivityBehavior(),
                listeners, mapping, jobs));
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
        return Optional.ofNullable(element.element("extensionElements"))
                .map(extensions -> extensions.elementNS(ZEEBE, "executionListeners"))
                .map(listeners -> listeners.elementsNS(ZEEBE, "executionListener")).orElse(List.of()).stream()
                .map(listener -> new Listener(
                        Listener.Event.valueOf(listener.attribute("eventType").toUpperCase(Locale.ROOT)),
                        listener.attribute("type"), listener.attribute("retries", JobDefinition.RETRIES), isOfProcess))
                .toList();
    }
}
