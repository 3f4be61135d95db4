package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.Changeset;
import io.camunda.client.protocol.rest.FormResult;
import io.camunda.client.protocol.rest.UserTaskAssignmentRequest;
import io.camunda.client.protocol.rest.UserTaskCompletionRequest;
import io.camunda.client.protocol.rest.UserTaskResult;
import io.camunda.client.protocol.rest.UserTaskUpdateRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** User tasks: search, look, assign, change, complete. */
@RestController
@RequestMapping("/v2/user-tasks")
public class UserTaskController {

    private static final Set<String> CHANGEABLE = Set.of(Changeset.JSON_PROPERTY_CANDIDATE_USERS,
            Changeset.JSON_PROPERTY_CANDIDATE_GROUPS, Changeset.JSON_PROPERTY_DUE_DATE,
            Changeset.JSON_PROPERTY_FOLLOW_UP_DATE, Changeset.JSON_PROPERTY_PRIORITY);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

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
    DeferredResult<ResponseEntity<Void>> assign(@PathVariable long key,
            @RequestBody UserTaskAssignmentRequest request) {
        if (request.getAssignee() == null || request.getAssignee().isBlank()) {
            throw Rejection.invalidArgument("ASSIGN", "No assignee provided");
        }
        return answer(tasks.assign(key, request.getAssignee(), !Boolean.FALSE.equals(request.getAllowOverride())));
    }

    @DeleteMapping("/{key}/assignee")
    DeferredResult<ResponseEntity<Void>> unassign(@PathVariable long key) {
        return answer(tasks.unassign(key));
    }

    @PatchMapping("/{key}")
    DeferredResult<ResponseEntity<Void>> update(@PathVariable long key, @RequestBody UserTaskUpdateRequest request) {
        Map<String, Object> known = request.getChangeset() == null ? new HashMap<>()
                : new HashMap<>(request.getChangeset());
        known.keySet().retainAll(CHANGEABLE);
        known.values().removeIf(Objects::isNull);
        if (known.isEmpty()) {
            throw Rejection.invalidArgument("UPDATE", "No update data provided");
        }
        return answer(tasks.update(key, known));
    }

    @PostMapping("/{key}/completion")
    DeferredResult<ResponseEntity<Void>> complete(@PathVariable long key,
            @RequestBody(required = false) UserTaskCompletionRequest request) {
        return answer(tasks.complete(key, request == null || request.getVariables() == null ? ""
                : json.write(request.getVariables())));
    }

    private static DeferredResult<ResponseEntity<Void>> answer(CompletableFuture<Void> change) {
        DeferredResult<ResponseEntity<Void>> answer = new DeferredResult<>(0L);
        change.orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure == null) {
                answer.setResult(ResponseEntity.noContent().build());
            } else if (failure instanceof TimeoutException) {
                answer.setErrorResult(new UnfinishedException(HttpStatus.GATEWAY_TIMEOUT, "DEADLINE_EXCEEDED",
                        "Time out between gateway and broker: the listeners of the task did not answer in time"));
            } else {
                answer.setErrorResult(failure);
            }
        });
        return answer;
    }
}
