package lifeboat.embedded.signal;

import java.util.Map;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.RuntimeService;

/** Zeebe's signals: whoever waits for one when it is broadcast gets it, and nobody later. */
public class Signals {

    private final RuntimeService runtime;
    private final EmbeddedEngine engine;
    private final JsonVariables json;
    private final Commands commands;

    public Signals(EmbeddedEngine engine, Commands commands) {
        this.engine = engine;
        this.runtime = engine.operaton().getRuntimeService();
        this.json = engine.json();
        this.commands = commands;
    }

    /** @return the signal's key */
    public long broadcast(String name, String variables) {
        if (name.isBlank()) {
            throw Rejection.invalidArgument("BROADCAST", "No signalName provided");
        }
        Map<String, Object> stored = json.stored("BROADCAST", variables);
        return commands.inTransaction(context -> {
            runtime.createSignalEvent(name).setVariables(stored).send();
            return Long.parseLong(engine.configuration().getIdGenerator().getNextId());
        });
    }
}
