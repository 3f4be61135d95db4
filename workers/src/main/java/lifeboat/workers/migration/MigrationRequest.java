package lifeboat.workers.migration;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lifeboat.connectors.device.DeviceException.Refused;

/**
 * What is asked of a migration, by a form, a command or an alarm (step 1): anything may be in it. Variables that it
 * does not know are kept with the migration, and not looked at; nor is the reason, for which no alarm is refused.
 *
 * @param service null if none is named
 * @param targetSite null if none is named
 * @param lightPath whether a light path is to be reserved for the image; so if nothing is said
 * @param strategy null if none is named
 */
record MigrationRequest(String service, String targetSite, boolean lightPath, String strategy) {

    /** What the process itself keeps in variables of these names. */
    private static final Set<String> OURS = Set.of(SessionMigration.VARIABLE_PLAN,
            SessionMigration.VARIABLE_MIGRATION_ID, SessionMigration.VARIABLE_FREEZE_DEADLINE,
            SessionMigration.VARIABLE_OUTCOME, SessionMigration.VARIABLE_ERROR, SessionMigration.VARIABLE_FAILURE,
            SessionMigration.VARIABLE_LEFT, SessionMigration.VARIABLE_LEFT_SERVICE,
            SessionMigration.VARIABLE_LEFT_COPIES, SessionMigration.VARIABLE_LEFT_PATHS,
            SessionMigration.VARIABLE_LEFT_VLANS, SessionMigration.VARIABLE_IMAGE_OF,
            SessionMigration.VARIABLE_REPORT, SessionMigration.VARIABLE_INTERVENTIONS,
            SessionMigration.VARIABLE_POSTPONED);
    private static final int MOST_SHOWN = 80;

    /**
     * @param variables those of a migration that has not been planned yet
     * @throws Refused if it is not clear what is wanted
     */
    static MigrationRequest of(Map<String, Object> variables) throws Refused {
        Set<String> taken = new TreeSet<>(OURS);
        taken.removeIf(name -> variables.get(name) == null);
        if (!taken.isEmpty()) {
            throw new Refused("The request has '%s', which the migration itself keeps under that name: leave it out."
                    .formatted(String.join("', '", taken)));
        }
        return new MigrationRequest(word(variables, SessionMigration.VARIABLE_SERVICE),
                word(variables, SessionMigration.VARIABLE_TARGET_SITE), lightPath(variables),
                word(variables, SessionMigration.VARIABLE_STRATEGY));
    }

    private static String word(Map<String, Object> variables, String name) throws Refused {
        String text = text(variables, name);
        requireShown(name, text);
        return text;
    }

    /** It gets to operators' screens, where other characters can pretend to be anything. */
    private static void requireShown(String name, String text) throws Refused {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused("The request's '%s' has a character that cannot be shown: %s.".formatted(name,
                    shown(text).replaceFirst("^the text ", "")));
        }
    }

    private static String text(Map<String, Object> variables, String name) throws Refused {
        Object value = variables.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Refused("The request's '%s' must be a text, and is %s.".formatted(name, shown(value)));
    }

    private static boolean lightPath(Map<String, Object> variables) throws Refused {
        Object value = Objects.requireNonNullElse(variables.get(SessionMigration.VARIABLE_LIGHT_PATH), true);
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw new Refused("The request's '%s' must be true or false, and is %s.".formatted(
                SessionMigration.VARIABLE_LIGHT_PATH, shown(value)));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(Character.isISOControl(c) ? "\\u%04x".formatted(c)
                : String.valueOf((char) c)));
        return escaped.toString();
    }

    private static String shown(Object value) {
        String kind = value instanceof List ? "the list " : value instanceof Map ? "the object "
                : value instanceof String ? "the text " : "";
        String text = escaped(value instanceof String ? "'" + value + "'" : value.toString());
        return kind + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text);
    }
}
