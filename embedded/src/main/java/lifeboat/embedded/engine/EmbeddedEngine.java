package lifeboat.embedded.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.variable.EventVariables;
import lifeboat.embedded.variable.JsonVariables;
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

    /** So many timers and continuations are taken together. */
    private static final int JOBS_AT_ONCE = 16;

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
    private final EngineParts parts;

    /**
     * @param jdbcUrl where the state is kept, for example {@code jdbc:h2:file:./engine;WRITE_DELAY=0}
     * @param authorization whether users of the web applications may do only what their groups may
     */
    public EmbeddedEngine(String jdbcUrl, String user, String password, boolean authorization, EngineParts parts,
            Dialect dialect) {
        this.parts = parts;
        dataSource = connections(jdbcUrl, user, password, CONNECTIONS);
        keyDataSource = connections(jdbcUrl, user, password, 1);

        DefaultJobExecutor executor = new DefaultJobExecutor();
        executor.setWaitTimeInMillis((int) TIMER_POLL.toMillis());
        executor.setMaxWait(TIMER_POLL.toMillis());
        executor.setMaxJobsPerAcquisition(JOBS_AT_ONCE);
        executor.setQueueSize(JOBS_AT_ONCE);
        executor.setLockTimeInMillis((int) TIMER_LOCK.toMillis());

        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration() {
            @Override
            protected BpmnDeployer getBpmnDeployer() {
                return dialect.deployer(super.getBpmnDeployer());
            }
        };
        configuration.setDataSource(dataSource);
        configuration.setCustomSessionFactories(List.of(parts.subscriptionOpened()));
        configuration.setIdGenerator(new KeyBlocks(keyDataSource));
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setBusinessCalendarManager(calendars());
        configuration.setEnforceHistoryTimeToLive(false);
        configuration.setJobExecutor(executor);
        configuration.setJobExecutorActivate(false);
        configuration.setDefaultNumberOfRetries(1);
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.setEnableCmdExceptionLogging(false);
        configuration.setEnableReducedJobExceptionLogging(true);
        // it would read and keep each file whose definition is searched for, only for its documentation
        configuration.setEnableFetchProcessDefinitionDescription(false);
        configuration.setCacheCapacity(PARSED_DEFINITIONS);
        configuration.setMetricsEnabled(false);
        configuration.setAuthorizationEnabled(authorization);
        // else whoever guesses ten times locks a user out for good
        configuration.setLoginMaxAttempts(Integer.MAX_VALUE);
        configuration.setDbMetricsReporterActivate(false);
        dialect.configure(configuration);
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
                    .formatted(jdbcUrl.split("[?;]", 2)[0], user, RootCause.message(e)));
        }
    }

    private static MapBusinessCalendarManager calendars() {
        MapBusinessCalendarManager calendars = new MapBusinessCalendarManager();
        calendars.addBusinessCalendar(DurationBusinessCalendar.NAME, new DurationBusinessCalendar());
        calendars.addBusinessCalendar(DueDateBusinessCalendar.NAME, new DueDateBusinessCalendar());
        calendars.addBusinessCalendar(CycleBusinessCalendar.NAME, new EveryRepetition());
        return calendars;
    }

    public ProcessEngine operaton() {
        return engine;
    }

    public ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    public EngineClock clock() {
        return parts.clock();
    }

    public Feel feel() {
        return parts.feel();
    }

    public JsonVariables json() {
        return parts.json();
    }

    public EventVariables eventVariables() {
        return parts.eventVariables();
    }

    /** Each process instance that ended, once that is committed. */
    public AfterCommit<EndedInstance> instanceEnded() {
        return parts.instanceEnded();
    }

    /** Each subscription of a running instance to a message, by its name, once that is committed. */
    public OpenedSubscriptions subscriptionOpened() {
        return parts.subscriptionOpened();
    }

    @Override
    public void close() {
        databaseWatch.shutdownNow();
        engine.close();
        keyDataSource.close();
        dataSource.close();
    }
}
