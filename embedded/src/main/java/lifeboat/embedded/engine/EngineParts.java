package lifeboat.embedded.engine;

import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.variable.EventVariables;
import lifeboat.embedded.variable.JsonVariables;

/**
 * What the engine and all that is built on it share.
 *
 * @param eventVariables what an event brings along for what catches it
 * @param instanceEnded each process instance that ended, once that is committed
 * @param subscriptionOpened each subscription of a running instance to a message, by its name, once that is committed
 */
public record EngineParts(EngineClock clock, Feel feel, JsonVariables json, EventVariables eventVariables,
        AfterCommit<EndedInstance> instanceEnded, OpenedSubscriptions subscriptionOpened) {

    public static EngineParts create() {
        EngineClock clock = new EngineClock();
        return new EngineParts(clock, new Feel(clock::now), new JsonVariables(), new EventVariables(),
                new AfterCommit<>(EndedInstance::of), new OpenedSubscriptions());
    }
}
