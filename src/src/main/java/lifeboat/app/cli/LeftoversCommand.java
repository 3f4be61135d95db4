package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.util.List;
import lifeboat.app.status.LeftoverTasks;
import picocli.CommandLine.Command;

/** {@code lifeboat leftovers}: what migrations could not clear up. */
@Command(name = "leftovers", mixinStandardHelpOptions = true,
        description = "Lists what migrations could not clear up, on which device, and what that said. It is looked at "
                + "again every minute.")
class LeftoversCommand extends EngineCommand {

    @Override
    int run(CamundaClient client) {
        List<LeftoverTasks.Leftover> open = new LeftoverTasks(client).open();
        if (open.isEmpty()) {
            out().println("Nothing is left behind.");
            return ExitCode.DONE;
        }
        open.forEach(leftover -> leftover.left().forEach(line -> out().printf("Migration %s: %s%n",
                leftover.migration(), line)));
        return ExitCode.FAILED;
    }
}
