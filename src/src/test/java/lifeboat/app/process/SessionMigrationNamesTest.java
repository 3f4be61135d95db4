package lifeboat.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.annotation.JobWorker;
import io.camunda.zeebe.model.bpmn.instance.Error;
import io.camunda.zeebe.model.bpmn.instance.Process;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.bpmn.BpmnNames.JobType;
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
        List<String> workers = Stream.of(PlanWorker.class, LightPathWorker.class, MigrationVlanWorker.class,
                MainProcessWorker.class, RollbackWorker.class, ConvergenceWorker.class, ReportWorker.class,
                UndecidedWorker.class, LostProcessWorker.class)
                .flatMap(worker -> Arrays.stream(worker.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(JobWorker.class))
                .map(method -> method.getAnnotation(JobWorker.class).type()).sorted().toList();

        assertThat(workers).containsExactlyElementsOf(constants(JobType.class));
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
