package lifeboat.embedded.form;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lifeboat.embedded.bpmn.UserTaskDefinition;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.feel.IncidentType;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.OperatonFormDefinitionEntity;

/** The deployed forms, of which the latest version counts. */
public class Forms {

    /** Told when a user task starts, which must have its form. */
    public static class Required implements ExecutionListener {

        @Override
        public void notify(DelegateExecution execution) {
            String id = ((ExecutionEntity) execution).getActivity().getProperties().get(UserTaskDefinition.KEY)
                    .formId();
            if (id != null && Context.getCommandContext().getOperatonFormDefinitionManager()
                    .findLatestDefinitionByKey(id) == null) {
                throw new FeelException(IncidentType.FORM_NOT_FOUND, ("Expected to find a form with id '%s', but no "
                        + "form with this id is found, at least a form with this id should be available.")
                        .formatted(id));
            }
        }
    }

    private final Commands commands;
    private final RepositoryService repository;

    public Forms(Commands commands, RepositoryService repository) {
        this.commands = commands;
        this.repository = repository;
    }

    public Optional<Form> find(String id) {
        return Optional.ofNullable(commands.inTransaction(context ->
                context.getOperatonFormDefinitionManager().findLatestDefinitionByKey(id))).map(this::form);
    }

    /** The deployment that brought the form with this key. */
    public Optional<String> deploymentOf(long formKey) {
        return repository.createDeploymentQuery().list().stream()
                .flatMap(deployment -> commands.inTransaction(context -> context.getOperatonFormDefinitionManager()
                        .findDefinitionsByDeploymentId(deployment.getId())).stream())
                .filter(form -> Keys.ofDefinition(form.getId()) == formKey)
                .map(OperatonFormDefinitionEntity::getDeploymentId).findFirst();
    }

    private Form form(OperatonFormDefinitionEntity form) {
        try (var stream = repository.getResourceAsStream(form.getDeploymentId(), form.getResourceName())) {
            return new Form(Keys.ofDefinition(form.getId()), form.getKey(), form.getVersion(),
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
