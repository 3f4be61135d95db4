package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.Changeset;
import io.camunda.client.protocol.rest.FormResult;
import io.camunda.client.protocol.rest.UserTaskAssignmentRequest;
import io.camunda.client.protocol.rest.UserTaskCompletionRequest;
import io.camunda.client.protocol.rest.UserTaskResult;
import io.camunda.client.protocol.rest.UserTaskUpdateRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.form.Form;
import lifeboat.embedded.form.Forms;
import lifeboat.embedded.query.UserTaskHistory;
import lifeboat.embedded.usertask.UserTasks;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** User tasks: search, look, assign, change, complete. */
@RestController
@RequestMapping("/v2/user-tasks")
public class UserTaskController {

    private final UserTasks tasks;
    private final Forms forms;
    private final UserTaskHistory history;
    private final JsonVariables json;

    public UserTaskController(UserTasks tasks, UserTaskHistory history, Forms forms, JsonVariables json) {
        this.tasks = tasks;
        this.forms = forms;
        this.history = history;
        this.json = json;
    }

    @PostMapping(value = "/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String search(@RequestBody(required = false) String body) {
        return history.search(body).toString();
    }

    @GetMapping("/{key}")
    UserTaskResult get(@PathVariable long key) {
        return history.get(key);
    }

    /** The task's form; no content if it has none. */
    @GetMapping("/{key}/form")
    ResponseEntity<FormResult> form(@PathVariable long key) {
        return Optional.ofNullable(tasks.get(key).definition().formId()).flatMap(forms::find)
                .map(form -> ResponseEntity.ok(result(form))).orElse(ResponseEntity.noContent().build());
    }

    static FormResult result(Form form) {
        return new FormResult().formKey(String.valueOf(form.key())).formId(form.id()).version((long) form.version())
                .schema(form.schema()).tenantId(Camunda.TENANT);
    }

    @PostMapping(value = "/{key}/variables/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String variables(@PathVariable long key, @RequestBody(required = false) String body) {
        return history.searchVariables(key, body).toString();
    }

    @PostMapping("/{key}/assignment")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void assign(@PathVariable long key, @RequestBody UserTaskAssignmentRequest request) {
        if (request.getAssignee() == null || request.getAssignee().isBlank()) {
            throw Rejection.invalidArgument("ASSIGN", "No assignee provided");
        }
        tasks.assign(key, request.getAssignee(), !Boolean.FALSE.equals(request.getAllowOverride()));
    }

    @DeleteMapping("/{key}/assignee")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unassign(@PathVariable long key) {
        tasks.unassign(key);
    }

    @PatchMapping("/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void update(@PathVariable long key, @RequestBody UserTaskUpdateRequest request) {
        Changeset changes = request.getChangeset();
        if (changes == null || changes.isEmpty()) {
            throw Rejection.invalidArgument("UPDATE", "No update data provided");
        }
        tasks.update(key, new UserTasks.Update(names(changes.get(Changeset.JSON_PROPERTY_CANDIDATE_USERS)),
                names(changes.get(Changeset.JSON_PROPERTY_CANDIDATE_GROUPS)),
                time(changes.get(Changeset.JSON_PROPERTY_DUE_DATE)),
                time(changes.get(Changeset.JSON_PROPERTY_FOLLOW_UP_DATE)),
                changes.get(Changeset.JSON_PROPERTY_PRIORITY) instanceof Number number ? number.intValue() : null));
    }

    private static List<String> names(Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : null;
    }

    private static Optional<Instant> time(Object value) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw Rejection.invalidArgument("UPDATE", "The provided date '%s' cannot be parsed as a date according to "
                    + "RFC 3339, section 5.6", text);
        }
    }

    @PostMapping("/{key}/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(@PathVariable long key, @RequestBody(required = false) UserTaskCompletionRequest request) {
        tasks.complete(key, request == null || request.getVariables() == null ? ""
                : json.write(request.getVariables()));
    }
}
