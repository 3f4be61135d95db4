package lifeboat.trial.attack;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lifeboat.app.status.MigrationVariables;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.migration.SessionMigration;

/** Starts migrations, and asks the engine what became of them: patiently, as it may just be starting again. */
final class AttackedMigrations implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;
    private static final int TRIES = 100;

    private final CamundaClient client;
    private final Migrations migrations;

    AttackedMigrations(URI grpc, URI rest) {
        client = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofSeconds(10)).build();
        migrations = new Migrations(client);
    }

    /** One more for the attempt. */
    void start(AttackCase attempt) throws InterruptedException {
        Attack attack = attempt.attack();
        attempt.keys().add(patiently(() -> client.newCreateInstanceCommand().bpmnProcessId(ProcessId.SESSION_MIGRATION)
                .latestVersion().variables(Map.of(SessionMigration.VARIABLE_SERVICE, attack.move().service().name(),
                        SessionMigration.VARIABLE_TARGET_SITE, attack.move().target().name(),
                        SessionMigration.VARIABLE_REASON, attack.toString(), SessionMigration.VARIABLE_LIGHT_PATH,
                        attack.lightPath(), SessionMigration.VARIABLE_STRATEGY, attack.strategy())).send().join()
                .getProcessInstanceKey()));
    }

    void abort(AttackCase attempt) throws InterruptedException {
        patiently(() -> client.newPublishMessageCommand().messageName(ProcessMessage.ABORT_MIGRATION)
                .correlationKey(String.valueOf(attempt.keys().iterator().next()))
                .timeToLive(Duration.ofSeconds(20)).send().join());
    }

    void cancel(AttackCase attempt) throws InterruptedException {
        patiently(() -> client.newCancelInstanceCommand(attempt.keys().iterator().next()).send()
                .exceptionally(tooLate -> null).toCompletableFuture().join());
    }

    /** Whether a report says that the service does not run at all. */
    boolean saysItDoesNotRun(long key) throws InterruptedException {
        return patiently(() -> client.newVariableSearchRequest().filter(f -> f.processInstanceKey(key)
                .scopeKey(key).name(SessionMigration.VARIABLE_REPORT)).send().join().items().stream()
                .anyMatch(report -> report.getValue().contains("does not run")));
    }

    MigrationState outcome(long key) {
        return found(key).map(Migration::outcome).orElse(MigrationState.RUNNING);
    }

    /** How long the PMCs wait for the controller at most. */
    Duration freezeLimit(AttackCase attempt) {
        return attempt.keys().stream().map(migrations::variables).map(MigrationVariables::freezeLimit)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder()).orElse(Duration.ofSeconds(20));
    }

    /** How many of its elements have ended. */
    long progress(AttackCase attempt) {
        return attempt.keys().stream().mapToLong(key -> found(key).map(m -> m.steps().elements().stream()
                .filter(element -> element.end() != null).count()).orElse(0L)).sum();
    }

    /** What an attempt that does not end waits for. */
    String stuck(AttackCase attempt) {
        return "stuck: " + attempt.keys().stream().map(key -> found(key).map(m -> "%s, incidents %s, active %s"
                .formatted(attempt.attack().move(), m.incidents().stream()
                        .map(incident -> incident.getErrorMessage()).toList(), m.steps().elements().stream()
                        .filter(e -> e.end() == null).map(e -> e.id()).toList())).orElse("unknown")).toList();
    }

    /** Whether anything is still looked after. */
    boolean looksAgain() throws InterruptedException {
        return patiently(() -> !client.newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId(ProcessId.LEFTOVER).state(ProcessInstanceState.ACTIVE)).send()
                .join().items().isEmpty());
    }

    boolean ended(List<AttackCase> attempts, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!attempts.stream().allMatch(this::hasEnded)) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    boolean hasEnded(AttackCase attempt) {
        return attempt.keys().stream().allMatch(key -> found(key).filter(m -> m.end() != null).isPresent());
    }

    private Optional<Migration> found(long key) {
        try {
            return patiently(() -> migrations.find(key));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static <T> T patiently(Supplier<T> question) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                return question.get();
            } catch (ClientException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
