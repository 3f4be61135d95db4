package lifeboat.connectors.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Mode;

/** The ways between a platform's modes. */
final class ModeRoutes {

    private final DeviceDefinition definition;

    ModeRoutes(DeviceDefinition definition) {
        this.definition = definition;
    }

    /** The shortest way; empty if there is none. */
    Optional<List<Mode.Step>> between(String from, String to) {
        Map<String, List<Mode.Step>> ways = new HashMap<>(Map.of(from, List.of()));
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            for (Mode.Step step : definition.mode(at).accessibleModes()) {
                if (!ways.containsKey(step.name())) {
                    List<Mode.Step> way = new ArrayList<>(ways.get(at));
                    way.add(step);
                    ways.put(step.name(), way);
                    open.add(step.name());
                }
            }
        }
        return Optional.ofNullable(ways.get(to));
    }
}
