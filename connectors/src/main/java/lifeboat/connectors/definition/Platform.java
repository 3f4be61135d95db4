package lifeboat.connectors.definition;

import java.util.Map;
import java.util.Objects;

/**
 * A platform: its command line, and what the operations of our roles are on it.
 *
 * @param operations by its command line
 * @param netconf the same by NETCONF, where it can
 * @param sessions how many sessions a device of this platform may be asked to hold at once: its VTY lines, less those
 *     that people need
 * @param configuration how changes are committed, rolled back and saved; null where each line works at once
 * @param oneMigration whether a switch's ports carry the VLAN of one migration at a time
 * @param terminal what is special about its terminal
 */
public record Platform(String name, DeviceDefinition definition, Map<String, Operation> operations,
        Map<String, NetconfOperation> netconf, Timeouts timeouts, int sessions, Configuration configuration,
        boolean oneMigration, TerminalSettings terminal) {

    /** What there may be in a platform's file of operations. */
    record Ours(Map<String, Operation> operations, Map<String, NetconfOperation> netconf, Timeouts timeouts,
            Integer sessions, Configuration configuration, Integer migrations, TerminalSettings terminal) {

        static final Ours NONE = new Ours(null, null, null, null, null, null, null);
        private static final int FEW = 4;

        Platform with(String name, DeviceDefinition definition) {
            if (migrations != null && migrations != 1) {
                throw new IllegalArgumentException(
                        "migrations can be 1, or left out where there may be many, not %d".formatted(migrations));
            }
            checkNoneIsEmpty("operation", operations);
            checkNoneIsEmpty("NETCONF operation", netconf);
            return new Platform(name, definition, operations == null ? Map.of() : Map.copyOf(operations),
                    netconf == null ? Map.of() : Map.copyOf(netconf),
                    timeouts == null ? Timeouts.standard() : timeouts, sessions == null ? FEW : sessions,
                    configuration, migrations != null, terminal == null ? TerminalSettings.ordinary() : terminal);
        }
    }

    private static void checkNoneIsEmpty(String kind, Map<String, ?> all) {
        if (all != null) {
            all.entrySet().stream().filter(entry -> entry.getValue() == null).findFirst().ifPresent(entry -> {
                throw new IllegalArgumentException("%s '%s' is empty".formatted(kind, entry.getKey()));
            });
        }
    }

    public Platform {
        if (sessions < 1) {
            throw new IllegalArgumentException("sessions must be at least 1, and not %d".formatted(sessions));
        }
        operations.values().stream().map(Operation::mode).filter(Objects::nonNull).forEach(definition::mode);
        if (configuration != null) {
            definition.mode(configuration.mode());
        }
    }

    /** @throws IllegalArgumentException if there is no such operation */
    public Operation operation(String operation) {
        return found(operations, operation, "operation");
    }

    /** @throws IllegalArgumentException if there is no such operation */
    public NetconfOperation netconfOperation(String operation) {
        return found(netconf, operation, "NETCONF operation");
    }

    private <T> T found(Map<String, T> all, String operation, String kind) {
        T found = all.get(operation);
        if (found == null) {
            throw new IllegalArgumentException("Platform %s has no %s '%s'".formatted(name, kind, operation));
        }
        return found;
    }

    /** Whether an operation changes the configuration, and so must be committed and saved. */
    public boolean configures(Operation operation) {
        return configuration != null && configuration.mode().equals(operation.mode());
    }

    /** Whether what an operation changes has to be saved. */
    public boolean saves(Operation operation) {
        return configures(operation) && !configuration.save().isEmpty();
    }

    /** The same platform with other deadlines. */
    public Platform with(Timeouts others) {
        return new Platform(name, definition, operations, netconf, others, sessions, configuration, oneMigration,
                terminal);
    }
}
