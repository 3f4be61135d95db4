package lifeboat.src.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.annotation.JobWorker;
import io.camunda.zeebe.model.bpmn.instance.Error;
import io.camunda.zeebe.model.bpmn.instance.Message;
import io.camunda.zeebe.model.bpmn.instance.Process;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.workers.migration.ErrorCode;
import lifeboat.workers.migration.LightPathWorker;
import lifeboat.workers.migration.MainProcessWorker;
import lifeboat.workers.migration.MigrationVlanWorker;
import lifeboat.workers.migration.PlanWorker;
import lifeboat.workers.migration.ReportWorker;
import lifeboat.workers.migration.RollbackWorker;
import lifeboat.workers.migration.SessionMigration;
import org.junit.jupiter.api.Test;

/** The BPMN file and the Java side call things by the same names. */
class SessionMigrationNamesTest {

    private final SessionMigrationFile file = new SessionMigrationFile();

    @Test
    void processAndMessages() {
        assertThat(file.model().getModelElementsByType(Process.class)).extracting(Process::getId)
                .containsExactly(SessionMigration.PROCESS_ID);
        assertThat(file.model().getModelElementsByType(Message.class)).extracting(Message::getName)
                .containsExactlyInAnyOrderElementsOf(constants("MESSAGE_"));
    }

    @Test
    void elements() {
        assertThat(file.nodes()).containsAll(constants("ELEMENT_"));
    }

    @Test
    void jobTypesAndOneWorkerMethodForEach() {
        List<String> workers = Stream.of(PlanWorker.class, LightPathWorker.class, MigrationVlanWorker.class,
                MainProcessWorker.class, RollbackWorker.class, ReportWorker.class)
                .flatMap(worker -> Arrays.stream(worker.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(JobWorker.class))
                .map(method -> method.getAnnotation(JobWorker.class).type()).sorted().toList();

        assertThat(new TreeSet<>(file.jobTypes())).isEqualTo(constants("JOB_"));
        assertThat(workers).containsExactlyElementsOf(constants("JOB_"));
    }

    @Test
    void errorCodes() {
        Set<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

        assertThat(file.model().getModelElementsByType(Error.class)).extracting(Error::getErrorCode)
                .isSubsetOf(codes);
    }

    @Test
    void variablesInExpressions() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/workflows/session-migration.bpmn")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("=" + SessionMigration.VARIABLE_LIGHT_PATH + "<",
                    "=" + SessionMigration.VARIABLE_FREEZE_DEADLINE + "<",
                    "correlationKey=\"=" + SessionMigration.VARIABLE_MIGRATION_ID + "\"",
                    "=%s = \"%s\"<".formatted(SessionMigration.VARIABLE_OUTCOME, SessionMigration.OUTCOME_MIGRATED),
                    "=%s = \"%s\"<".formatted(SessionMigration.VARIABLE_OUTCOME,
                            SessionMigration.OUTCOME_ROLLED_BACK));
        }
    }

    @Test
    void thePictureShowsEveryNode() throws IOException {
        String picture = Files.readString(Path.of("..", "workflows", "session-migration.svg"));

        assertThat(file.nodes()).allSatisfy(node ->
                assertThat(picture).contains("data-element-id=\"%s\"".formatted(node)));
    }

    private static Set<String> constants(String prefix) {
        Set<String> values = new TreeSet<>();
        for (Field field : SessionMigration.class.getFields()) {
            if (field.getName().startsWith(prefix)) {
                try {
                    values.add((String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return values;
    }
}
