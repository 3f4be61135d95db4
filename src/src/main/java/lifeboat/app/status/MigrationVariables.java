package lifeboat.app.status;

import io.camunda.client.api.JsonMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.SessionMigration;

/** What a migration keeps: who asked for what, what was planned, what became of it. Anything may be empty. */
public final class MigrationVariables {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param values each as JSON, or the beginning of it */
    MigrationVariables(Map<String, String> values, JsonMapper mapper) {
        values.forEach((name, json) -> this.values.put(name, read(json, mapper)));
    }

    private static Object read(String json, JsonMapper mapper) {
        try {
            return mapper.fromJson(json, Object.class);
        } catch (RuntimeException e) {
            return json;
        }
    }

    /** A text as it is, anything else as it is written; empty if there is none, or it is blank. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    /** The texts of a list; none if it is no list. */
    List<String> texts(String name) {
        return values.get(name) instanceof List<?> texts ? texts.stream().map(String::valueOf).toList() : List.of();
    }

    /** What was left when it was reported. */
    public List<String> left() {
        return texts(SessionMigration.VARIABLE_LEFT);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    public Optional<String> service() {
        return text(SessionMigration.VARIABLE_SERVICE);
    }

    /** Where it is to run. */
    public Optional<String> target() {
        return text(SessionMigration.VARIABLE_TARGET_SITE);
    }

    /** Which devices a step changes something on, by the plan; empty if it changes nothing. */
    public Optional<String> devicesOf(String step) {
        return switch (step) {
            case SessionMigrationElement.Task_Plan -> within(SessionMigration.VARIABLE_PLAN, "pmcs")
                    .map(pmcs -> pmcs instanceof List<?> names ? names.stream().map(String::valueOf)
                            .collect(Collectors.joining(", ")) : String.valueOf(pmcs));
            case SessionMigrationElement.Task_ReserveBandwidth -> device("source", "controlPlaneDevice");
            case SessionMigrationElement.Task_ConfigureVlan -> both("layerTwoSwitch");
            case SessionMigrationElement.Task_SendFirstImage, SessionMigrationElement.Task_Transfer,
                    SessionMigrationElement.Task_Resume -> device("target", "pmc");
            case SessionMigrationElement.Task_Freeze -> device("source", "pmc");
            case SessionMigrationElement.Task_MoveVirtualIp -> both("pmc");
            case SessionMigrationElement.Task_SwitchUserVlan -> within(SessionMigration.VARIABLE_PLAN, "nagw")
                    .map(String::valueOf);
            default -> Optional.empty();
        };
    }

    private Optional<String> both(String device) {
        return device("source", device).flatMap(one -> device("target", device).map(other -> "%s and %s".formatted(one,
                other)));
    }

    private Optional<String> device(String side, String device) {
        return within(SessionMigration.VARIABLE_PLAN, side).map(place -> place instanceof Map<?, ?> fields
                ? fields.get(device) : null).map(String::valueOf);
    }

    /** Where it ran, by the plan. */
    public Optional<String> source() {
        return site("source");
    }

    /** Where it was to run, by the plan. */
    Optional<String> plannedTarget() {
        return site("target");
    }

    private Optional<String> site(String side) {
        return device(side, "site");
    }

    public Optional<String> requestedBy() {
        return text(SessionMigration.VARIABLE_REQUESTED_BY);
    }

    /** Why somebody wanted it, in his words. */
    public Optional<String> reason() {
        return text(SessionMigration.VARIABLE_REASON);
    }

    /** Why it was refused, or rolled back. */
    public Optional<String> why() {
        return within(SessionMigration.VARIABLE_FAILURE, "message")
                .or(() -> within(SessionMigration.VARIABLE_ERROR, "message")).map(String::valueOf);
    }

    /** How the memory travels, by name. */
    public Optional<String> strategy() {
        return within(SessionMigration.VARIABLE_PLAN, "strategy").map(String::valueOf);
    }

    public Optional<String> strategyReason() {
        return within(SessionMigration.VARIABLE_PLAN, "strategyReason").map(String::valueOf);
    }

    /** How long the PMCs wait for the controller before they settle it themselves. */
    public Optional<Duration> freezeLimit() {
        return within(SessionMigration.VARIABLE_PLAN, "freezeLimit").map(limit -> Duration.parse((String) limit));
    }

    /** What the MCS reported. */
    public Optional<String> report() {
        return text(SessionMigration.VARIABLE_REPORT);
    }

    private Optional<Object> within(String name, String field) {
        return values.get(name) instanceof Map<?, ?> fields ? Optional.ofNullable(fields.get(field)) : Optional.empty();
    }
}
