package lifeboat.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.zeebe.model.bpmn.instance.Error;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeInput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeIoMapping;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.migration.ConvergenceWorker;
import lifeboat.workers.migration.ErrorCode;
import lifeboat.workers.migration.LightPathWorker;
import lifeboat.workers.migration.LostProcessWorker;
import lifeboat.workers.migration.MainProcessWorker;
import lifeboat.workers.migration.MigrationVlanWorker;
import lifeboat.workers.migration.Outcome;
import lifeboat.workers.migration.PlanWorker;
import lifeboat.workers.migration.ReportWorker;
import lifeboat.workers.migration.RollbackWorker;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.UndecidedWorker;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;

/** The BPMN files and the Java side call things by the same names. */
class SessionMigrationNamesTest {

    private final ProcessFile file = ProcessFile.SESSION_MIGRATION;

    private static <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
        return ProcessFile.ALL.stream().flatMap(file -> file.model().getModelElementsByType(type).stream());
    }

    @Test
    void processes() {
        assertThat(all(Process.class)).extracting(Process::getId)
                .containsExactlyInAnyOrderElementsOf(constants(ProcessId.class));
    }

    /** Alarm systems and operators' scripts call them so. */
    @Test
    void namesThatOthersRelyOn() {
        assertThat(ProcessId.SESSION_MIGRATION).isEqualTo("session-migration");
        assertThat(ProcessMessage.MIGRATION_REQUESTED).isEqualTo("migration-requested");
        assertThat(ProcessMessage.ABORT_MIGRATION).isEqualTo("abort-migration");
    }

    @Test
    void jobTypesAndOneWorkerMethodForEach() {
        assertThat(workers().map(SessionMigrationNamesTest::jobType).sorted().toList())
                .containsExactlyElementsOf(constants(JobType.class));
    }

    private static Stream<Method> workers() {
        return Stream.of(PlanWorker.class, LightPathWorker.class, MigrationVlanWorker.class,
                MainProcessWorker.class, RollbackWorker.class, ConvergenceWorker.class, ReportWorker.class,
                UndecidedWorker.class, LostProcessWorker.class)
                .flatMap(worker -> Arrays.stream(worker.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(JobWorker.class));
    }

    private static String jobType(Method worker) {
        return worker.getAnnotation(JobWorker.class).type();
    }

    /** An auditor sees in the diagram what goes into a task, and what comes out. */
    @Test
    void whatGoesIntoEachTaskIsWhatItsWorkerLooksAt() {
        Map<String, Method> workers = workers().collect(Collectors.toMap(SessionMigrationNamesTest::jobType,
                Function.identity()));

        assertThat(all(ServiceTask.class)).allSatisfy(task -> {
            Method worker = workers.get(task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType());
            Set<String> looksAt = Arrays.stream(worker.getParameters())
                    .filter(parameter -> parameter.isAnnotationPresent(Variable.class)).map(Parameter::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (worker.getAnnotation(JobWorker.class).fetchAllVariables()) {
                looksAt.addAll(Set.of(SessionMigration.VARIABLE_SERVICE, SessionMigration.VARIABLE_TARGET_SITE,
                        SessionMigration.VARIABLE_LIGHT_PATH, SessionMigration.VARIABLE_STRATEGY));
            }

            assertThat(task.getSingleExtensionElement(ZeebeIoMapping.class).getInputs())
                    .as(task.getId()).extracting(ZeebeInput::getTarget).containsExactlyInAnyOrderElementsOf(looksAt);
        });
    }

    /** A task whose worker hands something on, and that has an input, keeps for itself what is not mapped out. */
    @Test
    void whatAWorkerHandsOnComesOutOfEachOfItsTasks() {
        Set<String> silent = workers().filter(worker -> worker.getReturnType() == void.class)
                .map(SessionMigrationNamesTest::jobType).collect(Collectors.toSet());

        assertThat(all(ServiceTask.class)).allSatisfy(task -> {
            ZeebeIoMapping mapping = task.getSingleExtensionElement(ZeebeIoMapping.class);
            assertThat(mapping.getOutputs().isEmpty()).as(task.getId()).isEqualTo(silent.contains(
                    task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType()));
            assertThat(mapping.getOutputs()).allSatisfy(output -> {
                assertThat(output.getSource()).isEqualTo("=" + output.getTarget());
                assertThat(constants(SessionMigration.class)).contains(output.getTarget());
            });
        });
        assertThat(all(UserTask.class)).allSatisfy(task -> assertThat(task.getSingleExtensionElement(
                ZeebeIoMapping.class).getInputs()).as(task.getId()).isNotEmpty());
    }

    @Test
    void errorCodes() {
        Set<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

        assertThat(all(Error.class)).extracting(Error::getErrorCode)
                .isSubsetOf(codes);
    }

    @Test
    void variablesInExpressions() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/workflows/session-migration.bpmn")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("=" + SessionMigration.VARIABLE_LIGHT_PATH + "<",
                    "=" + SessionMigration.VARIABLE_FREEZE_DEADLINE + "<",
                    "correlationKey=\"=" + SessionMigration.VARIABLE_MIGRATION_ID + "\"",
                    "target=\"" + SessionMigration.VARIABLE_NONCE + "\"",
                    "=%s = \"%s\"<".formatted(SessionMigration.VARIABLE_OUTCOME, Outcome.MIGRATED),
                    "=%s = \"%s\"<".formatted(SessionMigration.VARIABLE_OUTCOME, Outcome.ROLLED_BACK),
                    "=%1$s = \"%2$s\" or %1$s = \"%3$s\"<".formatted(SessionMigration.VARIABLE_OUTCOME,
                            Outcome.SITE_LOST, Outcome.PROCESS_LOST));
        }
    }

    @Test
    void thePicturesShowEveryNode() throws IOException {
        for (ProcessFile one : ProcessFile.ALL) {
            String picture = Files.readString(Path.of("..", "workflows", one.name() + ".svg"));

            assertThat(one.nodes()).allSatisfy(node ->
                    assertThat(picture).contains("data-element-id=\"%s\"".formatted(node)));
        }
    }

    private static Set<String> constants(Class<?> names) {
        return Arrays.stream(names.getFields()).map(field -> {
            try {
                return (String) field.get(null);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }).collect(Collectors.toCollection(TreeSet::new));
    }
}
