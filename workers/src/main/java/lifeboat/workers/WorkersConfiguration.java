package lifeboat.workers;

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

    @Bean
    Journal journal() {
        return new CommandLog();
    }

    @Bean
    DeviceSessions deviceSessions(DeviceDefinitions definitions, Journal journal) {
        return new DeviceSessions(definitions, journal);
    }
}
