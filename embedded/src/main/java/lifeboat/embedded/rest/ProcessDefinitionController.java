package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.FormResult;
import io.camunda.client.protocol.rest.ProcessDefinitionElementStatisticsQueryResult;
import io.camunda.client.protocol.rest.ProcessDefinitionResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.form.Form;
import lifeboat.embedded.form.Forms;
import lifeboat.embedded.query.Definitions;
import lifeboat.embedded.query.ElementStatistics;
import org.operaton.bpm.engine.FormService;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The deployed processes, every version of them, and the files they were deployed from. */
@RestController
@RequestMapping("/v2/process-definitions")
public class ProcessDefinitionController {

    private final Deployments deployments;
    private final FormService startForms;
    private final Forms forms;
    private final Definitions definitions;
    private final ElementStatistics statistics;

    public ProcessDefinitionController(Deployments deployments, Definitions definitions,
            ElementStatistics statistics, FormService startForms, Forms forms) {
        this.statistics = statistics;
        this.definitions = definitions;
        this.deployments = deployments;
        this.startForms = startForms;
        this.forms = forms;
    }

    @PostMapping(value = "/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String search(@RequestBody(required = false) String body) {
        return definitions.searchProcesses(body).toString();
    }

    @GetMapping("/{key}")
    ProcessDefinitionResult get(@PathVariable long key) {
        return Definitions.result(find(key));
    }

    @PostMapping("/{key}/statistics/element-instances")
    ProcessDefinitionElementStatisticsQueryResult statistics(@PathVariable long key,
            @RequestBody(required = false) String body) {
        return statistics.ofProcess(find(key), body);
    }

    /** It is XML whatever the caller accepts: Camunda's own client asks for JSON. */
    @GetMapping("/{key}/xml")
    ResponseEntity<byte[]> xml(@PathVariable long key) {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_XML, StandardCharsets.UTF_8))
                .body(deployments.authored(find(key)));
    }

    /** The form to start it with; no content if it has none. */
    @GetMapping("/{key}/form")
    ResponseEntity<FormResult> form(@PathVariable long key) {
        return startForm(find(key)).map(form -> ResponseEntity.ok(UserTaskController.result(form)))
                .orElse(ResponseEntity.noContent().build());
    }

    private Optional<Form> startForm(ProcessDefinition process) {
        return Optional.ofNullable(startForms.getStartFormData(process.getId()).getOperatonFormRef())
                .flatMap(form -> forms.find(form.getKey()));
    }

    private ProcessDefinition find(long key) {
        return deployments.process(key).orElseThrow(() -> Rejection.notFound("GET",
                "Process Definition with key '%d' not found", key));
    }
}
