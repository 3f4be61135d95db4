package lifeboat.embedded.usertask;

import static lifeboat.embedded.bpmn.TaskChange.ASSIGNEE;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import lifeboat.embedded.api.Rejection;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.task.IdentityLink;
import org.operaton.bpm.engine.task.Task;

/** The attributes of a user task, by the API's names; what is not named stays as it is. */
final class TaskAttributes {

    private static final String DUE_DATE = "dueDate";
    private static final String FOLLOW_UP_DATE = "followUpDate";
    private static final String PRIORITY = "priority";
    private static final String CANDIDATE_USERS = "candidateUsers";
    private static final String CANDIDATE_GROUPS = "candidateGroups";
    private static final Map<String, Class<?>> KINDS = Map.of(ASSIGNEE, String.class, PRIORITY, Number.class,
            CANDIDATE_USERS, Collection.class, CANDIDATE_GROUPS, Collection.class);

    private final TaskService tasks;

    TaskAttributes(TaskService tasks) {
        this.tasks = tasks;
    }

    /** @throws Rejection if a date is none, or another value of the wrong kind */
    static void check(String intent, Map<String, Object> values) {
        List.of(DUE_DATE, FOLLOW_UP_DATE).forEach(name -> {
            try {
                date(values.get(name));
            } catch (DateTimeException e) {
                throw Rejection.invalidArgument(intent, "The provided date '%s' cannot be parsed as a date according "
                        + "to RFC 3339, section 5.6", values.get(name));
            }
        });
        KINDS.forEach((name, kind) -> {
            if (values.get(name) != null && !kind.isInstance(values.get(name))) {
                throw Rejection.invalidArgument(intent, "The value of %s is none: '%s'", name, values.get(name));
            }
        });
    }

    private static Date date(Object value) {
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? null : Date.from(OffsetDateTime.parse(text).toInstant());
    }

    void set(Task task, Map<String, Object> values) {
        if (values.get(ASSIGNEE) instanceof String assignee) {
            tasks.setAssignee(task.getId(), assignee.isEmpty() ? null : assignee);
        }
        candidates(task, values.get(CANDIDATE_USERS), IdentityLink::getUserId, tasks::deleteCandidateUser,
                tasks::addCandidateUser);
        candidates(task, values.get(CANDIDATE_GROUPS), IdentityLink::getGroupId, tasks::deleteCandidateGroup,
                tasks::addCandidateGroup);
        if (values.get(DUE_DATE) != null || values.get(FOLLOW_UP_DATE) != null || values.get(PRIORITY) != null) {
            Task changed = tasks.createTaskQuery().taskId(task.getId()).singleResult();
            if (values.get(DUE_DATE) != null) {
                changed.setDueDate(date(values.get(DUE_DATE)));
            }
            if (values.get(FOLLOW_UP_DATE) != null) {
                changed.setFollowUpDate(date(values.get(FOLLOW_UP_DATE)));
            }
            if (values.get(PRIORITY) instanceof Number priority) {
                changed.setPriority(priority.intValue());
            }
            tasks.saveTask(changed);
        }
    }

    private void candidates(Task task, Object names, Function<IdentityLink, String> of,
            BiConsumer<String, String> delete, BiConsumer<String, String> add) {
        if (names instanceof Collection<?> wanted) {
            tasks.getIdentityLinksForTask(task.getId()).stream().filter(link -> "candidate".equals(link.getType()))
                    .map(of).filter(name -> name != null).forEach(name -> delete.accept(task.getId(), name));
            wanted.forEach(name -> add.accept(task.getId(), String.valueOf(name)));
        }
    }
}
