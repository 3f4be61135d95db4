package lifeboat.app.controller;

import lifeboat.workers.WorkersConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The MCS: deploys the processes and runs their job workers. The inventory is added when it is started. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WorkersConfiguration.class, ProcessDeployment.class})
public class Controller {
}
