package lifeboat.embedded.bpmn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.operaton.bpm.engine.impl.util.xml.Element;
import org.operaton.bpm.engine.impl.util.xml.Namespace;

/** A user task without {@code zeebe:userTask}: a job, whose headers say who is to do it, by when, in which form. */
final class UserTaskJob {

    static final String TYPE = "io.camunda.zeebe:userTask";
    /** What may be said of one, without expressions: headers are the same for each of its jobs here. */
    static final List<String> TEXTS = List.of("assignee", "dueDate", "followUpDate", "formKey");
    static final List<String> LISTS = List.of("candidateUsers", "candidateGroups");

    private static final Namespace ZEEBE = new Namespace(ZeebeBpmn.ZEEBE_NS);
    private static final String HEADER = "io.camunda.zeebe:";

    private UserTaskJob() {
    }

    /** @param own the task's own headers */
    static Map<String, String> headers(Element task, Map<String, String> own) {
        Map<String, String> headers = new LinkedHashMap<>(own);
        Element extensions = task.element("extensionElements");
        List<Element> all = extensions == null ? List.of() : extensions.elements();
        for (Element extension : all) {
            if (ZEEBE.getNamespaceUri().equals(extension.getUri())) {
                TEXTS.stream().filter(name -> extension.attribute(name) != null)
                        .forEach(name -> headers.put(HEADER + name, extension.attribute(name)));
                LISTS.stream().filter(name -> extension.attribute(name) != null)
                        .forEach(name -> headers.put(HEADER + name, list(extension.attribute(name))));
            }
        }
        return headers;
    }

    private static String list(String names) {
        return Arrays.stream(names.split(",")).map(name -> "\"" + name.strip() + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
