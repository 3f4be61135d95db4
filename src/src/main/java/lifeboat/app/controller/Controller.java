package lifeboat.app.controller;

import io.camunda.client.annotation.Deployment;
import lifeboat.workers.WorkersConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The MCS: deploys the processes and runs their job workers. The inventory is added when it is started. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(WorkersConfiguration.class)
@Deployment(resources = {"classpath:workflows/*.bpmn", "classpath:workflows/*.form"})
public class Controller {
}
