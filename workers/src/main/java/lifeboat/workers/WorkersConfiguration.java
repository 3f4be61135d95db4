package lifeboat.workers;

import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The job workers and what they work with. The application adds the inventory and the device definitions. */
@Configuration
@ComponentScan
public class WorkersConfiguration {

    private static final Logger COMMANDS = LoggerFactory.getLogger("lifeboat.commands");

    @Bean
    Journal journal() {
        return command -> COMMANDS.info("{} {} ms: {} -> {}", command.device(), command.duration().toMillis(),
                command.command(), command.answer().replace("\n", " | "));
    }

    @Bean
    DeviceSessions deviceSessions(DeviceDefinitions definitions, Journal journal) {
        return new DeviceSessions(definitions, journal);
    }
}
