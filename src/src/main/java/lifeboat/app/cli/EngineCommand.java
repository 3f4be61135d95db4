package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
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
        engine.unencrypted().ifPresent(address -> err().printf("The password goes to %s unencrypted: put a proxy with TLS "
                + "before the engine.%n", address));
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

    /** @throws RequestRefused if there is no such migration */
    static Migration migration(CamundaClient client, long id) {
        return new Migrations(client).find(id).orElseThrow(() -> new RequestRefused(
                "There is no migration %d.".formatted(id)));
    }

    /** @throws RequestRefused if there is no such migration, or it has ended */
    static Migration running(CamundaClient client, long id) {
        Migration migration = migration(client, id);
        if (migration.outcome() != MigrationState.RUNNING) {
            throw new RequestRefused("Migration %d has ended: %s.".formatted(id, migration.outcome()));
        }
        return migration;
    }

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
