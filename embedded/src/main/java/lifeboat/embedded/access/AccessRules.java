package lifeboat.embedded.access;

import java.util.Map;
import java.util.Set;

/**
 * What of the application's, and not of the API's, is in who may do what.
 *
 * @param startMessages the messages that start instances, by name; these, and no others, alarm senders may publish
 * @param callerVariable the variable in which an instance that is started, by a command or a message, keeps who did it;
 *     empty for none. Whatever the request has in it is overwritten, but for the application's own
 */
public record AccessRules(Set<String> startMessages, String callerVariable) {

    public AccessRules {
        startMessages = Set.copyOf(startMessages);
    }

    /** @throws Caller.Forbidden if this caller may not publish a message of that name */
    public void requireToPublish(Caller caller, String message) throws Caller.Forbidden {
        if (!(startMessages.contains(message) && caller.may(Permission.ALARM))) {
            caller.require(Permission.PUBLISH);
        }
    }

    /**
     * Nobody but the engine says who started an instance.
     *
     * @throws Caller.Forbidden if somebody else does
     */
    public void requireNotSet(Caller caller, Set<String> variables) throws Caller.Forbidden {
        if (!callerVariable.isEmpty() && !caller.application() && variables.contains(callerVariable)) {
            throw new Caller.Forbidden("User '%s' may not set '%s': that is who started it.".formatted(caller.name(),
                    callerVariable));
        }
    }

    /** What a message has to be given of its caller. */
    public Map<String, String> ofMessage(Caller caller, String message) {
        return startMessages.contains(message) ? ofInstance(caller) : Map.of();
    }

    /** What an instance that is started has to be given of its caller. */
    public Map<String, String> ofInstance(Caller caller) {
        return callerVariable.isEmpty() || caller.application() ? Map.of() : Map.of(callerVariable, caller.name());
    }
}
