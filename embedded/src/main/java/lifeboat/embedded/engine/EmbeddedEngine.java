package lifeboat.embedded.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lifeboat.embedded.decision.DecisionEngine;
import lifeboat.embedded.decision.DecisionEvaluator;
import lifeboat.embedded.deployment.SharedStartMessages;
import lifeboat.embedded.deployment.ZeebeParseListener;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelExpressions;
import lifeboat.embedded.form.Forms;
import lifeboat.embedded.history.RecordedHistory;
import lifeboat.embedded.history.SequenceFlows;
import lifeboat.embedded.instance.EndedInstance;
import lifeboat.embedded.job.JobBehavior;
import lifeboat.embedded.variable.EventVariables;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.dmn.engine.DmnEngineConfiguration;
import org.operaton.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.operaton.bpm.dmn.engine.impl.type.IdentityDataTypeTransformer;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.operaton.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.operaton.bpm.engine.impl.calendar.DueDateBusinessCalendar;
import org.operaton.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.operaton.bpm.engine.impl.calendar.MapBusinessCalendarManager;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operaton on a database, made to run processes authored for Zeebe. */
public class EmbeddedEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

    /** How long the engine sleeps at most between two looks for timers that are due. */
    private static final Duration TIMER_POLL = Duration.ofMillis(200);

    /** A timer whose firing failed with the database is taken up again after that. */
    private static final Duration TIMER_LOCK = Duration.ofSeconds(5);
    private static final Duration DATABASE_LOOK = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 16;

    /** So many are kept as they were parsed, at about 300 KiB each. */
    private static final int PARSED_DEFINITIONS = 250;

    /** Longer than any load makes a command wait; a database that failed is tried again as often. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(2500);

    private final HikariDataSource dataSource;
    private final HikariDataSource keyDataSource;
    private final ScheduledExecutorService databaseWatch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "database-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final ProcessEngine engine;
    private final AtomicReference<JobBehavior.Offer> jobOffer = new AtomicReference<>((job, execution) -> { });
    private final AfterCommit<EndedInstance> instanceEnded = new AfterCommit<>(EndedInstance::of);
    private final OpenedSubscriptions subscriptionOpened = new OpenedSubscriptions();
    private final EngineClock clock = new EngineClock();
    private final Feel feel = new Feel(clock::now);
    private final JsonVariables json = new JsonVariables();
    private final EventVariables eventVariables = new EventVariables();
    private final DecisionEngine decisionEngine = new DecisionEngine(clock::now);
    private final DecisionEvaluator decisions = new DecisionEvaluator(decisionEngine, json);

    /** @param jdbcUrl where the state is kept, for example {@code jdbc:h2:file:./engine;WRITE_DELAY=0} */
    public EmbeddedEngine(String jdbcUrl, String user, String password) {
        dataSource = connections(jdbcUrl, user, password, CONNECTIONS);
        keyDataSource = connections(jdbcUrl, user, password, 1);

        ZeebeParseListener.Listeners listeners = new ZeebeParseListener.Listeners(
                (job, execution) -> jobOffer.get().created(job, execution), instanceEnded,
                new SequenceFlows.Listener(), new Forms.Required(), eventVariables);
        DefaultJobExecutor executor = new DefaultJobExecutor();
        executor.setWaitTimeInMillis((int) TIMER_POLL.toMillis());
        executor.setMaxWait(TIMER_POLL.toMillis());
        executor.setLockTimeInMillis((int) TIMER_LOCK.toMillis());

        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration() {
            @Override
            protected BpmnDeployer getBpmnDeployer() {
                return new SharedStartMessages(super.getBpmnDeployer());
            }
        };
        configuration.setDataSource(dataSource);
        configuration.setCustomSessionFactories(List.of(subscriptionOpened));
        configuration.setIdGenerator(new KeyBlocks(keyDataSource));
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setBusinessCalendarManager(calendars());
        configuration.setHistory("full");
        configuration.setCustomHistoryLevels(List.of(new RecordedHistory()));
        configuration.setDmnEngineConfiguration(dmn());
        configuration.setEnforceHistoryTimeToLive(false);
        configuration.setJobExecutor(executor);
        configuration.setJobExecutorActivate(false);
        configuration.setDefaultNumberOfRetries(1);
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.setEnableCmdExceptionLogging(false);
        configuration.setEnableReducedJobExceptionLogging(true);
        configuration.setCacheCapacity(PARSED_DEFINITIONS);
        configuration.setMetricsEnabled(false);
        configuration.setDbMetricsReporterActivate(false);
        configuration.setBeans(new HashMap<>(Map.of(FeelExpressions.BEAN, new FeelExpressions(feel, json))));
        configuration.setCustomPostBPMNParseListeners(
                new ArrayList<>(List.of(new ZeebeParseListener(feel, json, decisions, listeners))));
        engine = configuration.buildProcessEngine();
        new Schema(dataSource).migrate();
        unlockTimers();
        executor.start();
        databaseWatch.scheduleWithFixedDelay(this::lookAfterDatabase, DATABASE_LOOK.toMillis(),
                DATABASE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * A database that closed itself, as H2 does when the disk is full, is opened again by nobody as long as anybody has
     * a connection to it, be it one that still answers. A timer that failed because the database did is tried again.
     */
    private void lookAfterDatabase() {
        if (answers(dataSource) & answers(keyDataSource)) {
            try {
                update("update ACT_RU_JOB set RETRIES_ = 1 where RETRIES_ = 0 "
                        + "and EXCEPTION_MSG_ like '%persistence layer%'");
            } catch (RuntimeException e) {
                LOG.warn("The database failed again: {}", e.getMessage());
            }
        } else {
            List.of(dataSource, keyDataSource).forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
        }
    }

    private static boolean answers(HikariDataSource pool) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** What an engine that was killed was at is nobody's now: this is the only engine on its database. */
    private void unlockTimers() {
        update("update ACT_RU_JOB set LOCK_OWNER_ = null, LOCK_EXP_TIME_ = null where LOCK_OWNER_ is not null");
    }

    private void update(String sql) {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's jobs cannot be written: " + e.getMessage(), e);
        }
    }

    private static HikariDataSource connections(String jdbcUrl, String user, String password, int count) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(count);
        pool.setConnectionTimeout(LONGEST_WAIT.toMillis());
        pool.setExceptionOverrideClassName(ClosedDatabase.class.getName());
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The engine's database %s cannot be opened by '%s': %s"
                    .formatted(jdbcUrl.split("[?;]", 2)[0], user, rootMessage(e)));
        }
    }

    private static String rootMessage(Throwable e) {
        return e.getCause() == null ? e.getMessage() : rootMessage(e.getCause());
    }

    private static MapBusinessCalendarManager calendars() {
        MapBusinessCalendarManager calendars = new MapBusinessCalendarManager();
        calendars.addBusinessCalendar(DurationBusinessCalendar.NAME, new DurationBusinessCalendar());
        calendars.addBusinessCalendar(DueDateBusinessCalendar.NAME, new DueDateBusinessCalendar());
        calendars.addBusinessCalendar(CycleBusinessCalendar.NAME, new EveryRepetition());
        return calendars;
    }

    /**
     * It reads decisions and keeps their versions, and evaluates none. Camunda Modeler's tables say {@code number}, for
     * which it has no type.
     */
    private static DefaultDmnEngineConfiguration dmn() {
        DefaultDmnEngineConfiguration dmn =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        dmn.setFeelEngineFactory(() -> null);
        dmn.getTransformer().getDataTypeTransformerRegistry().addTransformer("number",
                new IdentityDataTypeTransformer());
        return dmn;
    }

    public ProcessEngine operaton() {
        return engine;
    }

    public ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    public DecisionEngine decisionEngine() {
        return decisionEngine;
    }

    public DecisionEvaluator decisions() {
        return decisions;
    }

    public EngineClock clock() {
        return clock;
    }

    public Feel feel() {
        return feel;
    }

    public JsonVariables json() {
        return json;
    }

    public EventVariables eventVariables() {
        return eventVariables;
    }

    /** Says who is told of each job, inside the transaction that creates it. */
    public void offerJobsTo(JobBehavior.Offer offer) {
        jobOffer.set(offer);
    }

    /** Each process instance that ended, once that is committed. */
    public AfterCommit<EndedInstance> instanceEnded() {
        return instanceEnded;
    }

    /** Each subscription of a running instance to a message, by its name, once that is committed. */
    public OpenedSubscriptions subscriptionOpened() {
        return subscriptionOpened;
    }

    @Override
    public void close() {
        databaseWatch.shutdownNow();
        engine.close();
        keyDataSource.close();
        dataSource.close();
    }
}
