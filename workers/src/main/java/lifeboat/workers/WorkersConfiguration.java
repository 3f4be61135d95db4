package lifeboat.workers;

import io.camunda.client.api.worker.BackoffSupplier;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.Journal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The job workers and what they work with. The application adds the inventory and the device definitions. */
@Configuration
@ComponentScan
public class WorkersConfiguration {

    /** How soon an engine that could not take a command is told again: users may be waiting. */
    @Bean
    BackoffSupplier backoffSupplier() {
        return BackoffSupplier.newBackoffBuilder().minDelay(50).maxDelay(1000).backoffFactor(1.6).jitterFactor(0.1)
                .build();
    }

    @Bean
    Journal journal() {
        return new CommandLog();
    }

    @Bean
    DeviceSessions deviceSessions(DeviceDefinitions definitions, Journal journal) {
        return new DeviceSessions(definitions, journal);
    }
}
