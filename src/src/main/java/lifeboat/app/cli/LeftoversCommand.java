package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import lifeboat.app.status.LeftoverTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lifeboat leftovers}: what migrations could not clear up. */
@Command(name = "leftovers", mixinStandardHelpOptions = true,
        description = "Lists what migrations could not clear up, on which device, and what that said. It is looked at "
                + "again every minute.")
class LeftoversCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (CamundaClient client = engine.connect()) {
            client.newTopologyRequest().send().join();
            List<LeftoverTasks.Leftover> open = new LeftoverTasks(client).open();
            if (open.isEmpty()) {
                out.println("Nothing is left behind.");
                return ExitCode.DONE;
            }
            open.forEach(leftover -> leftover.left().forEach(line -> out.printf("Migration %s: %s%n",
                    leftover.migration(), line)));
            return ExitCode.FAILED;
        }
    }
}
