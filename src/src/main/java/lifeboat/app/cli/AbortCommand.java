package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.time.Duration;
import lifeboat.app.status.Interventions;
import lifeboat.app.status.StepTimes;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lifeboat abort}: rolls a migration back, up to the point of no return. */
@Command(name = "abort", mixinStandardHelpOptions = true,
        description = "Rolls a migration back that has not resumed the service at the backup site yet.")
class AbortCommand extends EngineCommand {

    /** A migration in its pre-process takes the message when it gets to the main process. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    @Mixin
    private OperatorOptions operator;

    @Parameters(paramLabel = "ID", description = "The migration to abort.")
    private long id;

    @Override
    int run(CamundaClient client) {
        StepTimes steps = running(client, id).steps();
        if (steps.isActive(SessionMigrationElement.Task_Refused)) {
            throw new RequestRefused(("Migration %d was refused, and waits to be corrected: nothing was changed that "
                    + "could be rolled back. Give it up in its task, or with 'lifeboat cancel %d'.").formatted(id, id));
        }
        if (steps.find(SessionMigrationElement.Task_Plan).isEmpty()) {
            throw new RequestRefused(("Migration %d has no plan, or none yet: try again, and if that is refused again it "
                    + "was not started at its beginning, and 'lifeboat cancel %d' ends it.").formatted(id, id));
        }
        if (steps.isCompleted(SessionMigrationElement.Task_Resume)) {
            throw new RequestRefused("Migration %d is past the point of no return: the service runs at the other site."
                    .formatted(id));
        }
        new Interventions(client).note(id, operator.operator(), "aborted", operator.reason());
        client.newPublishMessageCommand().messageName(ProcessMessage.ABORT_MIGRATION)
                .correlationKey(String.valueOf(id)).timeToLive(TIME_TO_LIVE).send().join();
        out().printf("Migration %d is being aborted; see 'lifeboat status %d'.%n", id, id);
        return ExitCode.DONE;
    }
}
