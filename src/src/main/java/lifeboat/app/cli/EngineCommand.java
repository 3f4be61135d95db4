package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks an engine something, or tells it to do something. */
abstract class EngineCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Override
    public final Integer call() throws Exception {
        check();
        try (CamundaClient client = engine.connect()) {
            client.newTopologyRequest().send().join();
            return run(client);
        }
    }

    /** Looks at the options, before anything is asked. */
    void check() {
    }

    /** @return the exit code */
    abstract int run(CamundaClient client) throws Exception;

    final CommandSpec spec() {
        return spec;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
