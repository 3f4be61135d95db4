package lifeboat.embedded.instance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.DeferredSubscriptions;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.feel.FeelException;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;
import org.operaton.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.operaton.bpm.engine.migration.MigrationPlanBuilder;
import org.operaton.bpm.engine.migration.MigrationPlanValidationException;
import org.operaton.bpm.engine.runtime.ActivityInstance;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.operaton.bpm.engine.runtime.TransitionInstance;

/** Moves running process instances to another version of their process, or to another process. */
public class InstanceMigrations {

    private static final String MIGRATE = "MIGRATE";

    private final Commands commands;
    private final RuntimeService runtime;
    private final ProcessDefinitions processes;
    private final DeferredSubscriptions deferred;

    public InstanceMigrations(EmbeddedEngine engine, Commands commands) {
        this.commands = commands;
        this.deferred = new DeferredSubscriptions(engine.feel(), engine.json());
        this.runtime = engine.operaton().getRuntimeService();
        this.processes = new ProcessDefinitions(engine, commands);
    }

    /** @throws Rejection if an active element has no place in the target, or not the same kind of place */
    public void migrate(long processInstanceKey, InstanceMigration migration) {
        String id = String.valueOf(processInstanceKey);
        commands.onInstance(id, () -> {
            ProcessInstance instance = runtime.createProcessInstanceQuery().processInstanceId(id).singleResult();
            if (instance == null) {
                throw Rejection.notFound(MIGRATE, "Expected to migrate process instance but no process instance found "
                        + "with key '%d'", processInstanceKey);
            }
            ProcessDefinitionEntity source = processes.withId(instance.getProcessDefinitionId());
            ProcessDefinitionEntity target = target(migration.targetProcessDefinitionKey());
            Map<String, String> mappings = mappings(id, migration, source, target);
            Set<String> active = activeElements(id);
            active.forEach(element -> requireSameKind(id, element, mappings, source, target));
            move(id, plan(mappings, active, source, target));
            return null;
        });
    }

    private void move(String id, MigrationPlanBuilder plan) {
        try {
            commands.once(context -> {
                runtime.newMigration(plan.build()).processInstanceIds(id).execute();
                deferred.notify(context.getExecutionManager().findExecutionById(id));
                return null;
            });
        } catch (FeelException e) {
            throw refused(id, Stream.of("an event that it would wait for cannot be opened: " + e.reason()));
        } catch (MigrationPlanValidationException e) {
            throw refused(id, e.getValidationReport().getInstructionReports().stream()
                    .flatMap(report -> report.getFailures().stream()));
        } catch (MigratingProcessInstanceValidationException e) {
            throw refused(id, Stream.of(e.getValidationReport().getFailures(),
                    e.getValidationReport().getActivityInstanceReports().stream()
                            .flatMap(report -> report.getFailures().stream()).toList(),
                    e.getValidationReport().getTransitionInstanceReports().stream()
                            .flatMap(report -> report.getFailures().stream()).toList()).flatMap(List::stream));
        }
    }

    private static Rejection refused(String id, Stream<String> reasons) {
        return Rejection.invalidState(MIGRATE, "Expected to migrate process instance '%s' but %s", id,
                String.join("; ", reasons.toList()));
    }

    private ProcessDefinitionEntity target(long key) {
        return processes.withKey(key).map(process -> processes.withId(process.getId())).orElseThrow(() ->
                Rejection.notFound(MIGRATE, "Expected to migrate process instance to process definition but no process "
                        + "definition found with key '%d'", key));
    }

    private static Map<String, String> mappings(String id, InstanceMigration migration, ProcessDefinitionEntity source,
            ProcessDefinitionEntity target) {
        Map<String, String> mappings = new LinkedHashMap<>();
        for (InstanceMigration.Mapping mapping : migration.mappings()) {
            require(source.findActivity(mapping.source()) != null, "Expected to migrate process instance '%s' but "
                    + "mapping instructions contain a non-existing source element id '%s'. Elements provided in "
                    + "mapping instructions must exist in the source process definition.", id, mapping.source());
            require(target.findActivity(mapping.target()) != null, "Expected to migrate process instance '%s' but "
                    + "mapping instructions contain a non-existing target element id '%s'. Elements provided in "
                    + "mapping instructions must exist in the target process definition.", id, mapping.target());
            require(mappings.put(mapping.source(), mapping.target()) == null, "Expected to migrate process instance "
                    + "'%s' but the mapping instructions contain duplicate source element ids '[%s]'.", id,
                    mapping.source());
        }
        return mappings;
    }

    private static void require(boolean condition, String otherwise, Object... values) {
        if (!condition) {
            throw Rejection.invalidArgument(MIGRATE, otherwise, values);
        }
    }

    private static void requireSameKind(String id, String element, Map<String, String> mappings,
            ProcessDefinitionEntity source, ProcessDefinitionEntity target) {
        String mapped = mappings.get(element);
        if (mapped == null) {
            throw Rejection.invalidState(MIGRATE, "Expected to migrate process instance '%s' but no mapping "
                    + "instruction defined for active element with id '%s'. Elements cannot be migrated without a "
                    + "mapping.", id, element);
        }
        Object kind = source.findActivity(element).getProperty(BpmnParse.PROPERTYNAME_TYPE);
        Object other = target.findActivity(mapped).getProperty(BpmnParse.PROPERTYNAME_TYPE);
        if (!kind.equals(other)) {
            throw Rejection.invalidState(MIGRATE, "Expected to migrate process instance '%s' but active element with "
                    + "id '%s' and type '%s' is mapped to an element with id '%s' and different type '%s'. Elements "
                    + "must be mapped to elements of the same type.", id, element, upper(kind), mapped, upper(other));
        }
    }

    /** {@code serviceTask} is SERVICE_TASK to Zeebe. */
    private static String upper(Object kind) {
        return kind.toString().replaceAll("(\\p{Upper})", "_$1").toUpperCase(Locale.ROOT);
    }

    private Set<String> activeElements(String processInstanceId) {
        Set<String> active = new HashSet<>();
        collect(runtime.getActivityInstance(processInstanceId), active);
        return active;
    }

    private static void collect(ActivityInstance instance, Set<String> active) {
        for (ActivityInstance child : instance.getChildActivityInstances()) {
            active.add(inner(child.getActivityId()));
            collect(child, active);
        }
        Arrays.stream(instance.getChildTransitionInstances()).map(TransitionInstance::getActivityId)
                .map(InstanceMigrations::inner).forEach(active::add);
    }

    private static String inner(String activityId) {
        return activityId.replace(BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX, "");
    }

    /** The engine takes no instruction for what cannot be active: those are left out that are not needed. */
    private MigrationPlanBuilder plan(Map<String, String> mappings, Set<String> active, ProcessDefinitionEntity source,
            ProcessDefinitionEntity target) {
        MigrationPlanBuilder plan = runtime.createMigrationPlan(source.getId(), target.getId());
        List<String> moved = new ArrayList<>(active);
        mappings.keySet().stream().filter(element -> !active.contains(element))
                .filter(element -> waitsBeside(source.findActivity(element), source, active)).forEach(moved::add);
        for (String element : moved) {
            String mapped = mappings.get(element);
            if (isMultiInstance(source, element) && isMultiInstance(target, mapped)) {
                plan.mapActivities(element + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX,
                        mapped + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX);
            }
            plan.mapActivities(element, mapped);
        }
        return plan;
    }

    private static boolean isMultiInstance(ProcessDefinitionEntity process, String element) {
        return process.findActivity(element + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX) != null;
    }

    /** Whether it is an event that the engine waits for while one of these elements is active. */
    private static boolean waitsBeside(ActivityImpl event, ProcessDefinitionEntity source, Set<String> active) {
        ScopeImpl scope = event.getEventScope();
        return scope != null && scope != event.getFlowScope()
                && (scope == source || active.contains(inner(scope.getId())));
    }
}
