package lifeboat.app.controller;

import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.spring.event.CamundaClientCreatedSpringEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.workers.inventory.Inventory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Deploys the processes and their forms, which offer what the inventory has, when the engine can be reached. */
class ProcessDeployment {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessDeployment.class);
    private static final List<String> FILES = List.of("classpath*:workflows/*.bpmn", "classpath*:workflows/*.form");

    private final InventoryLists lists;

    ProcessDeployment(Inventory inventory) {
        this.lists = new InventoryLists(inventory);
    }

    @EventListener
    void deploy(CamundaClientCreatedSpringEvent event) throws IOException {
        DeployResourceCommandStep1 command = event.getClient().newDeployResourceCommand();
        DeployResourceCommandStep2 whole = null;
        for (Resource file : files()) {
            byte[] content = file.getContentAsByteArray();
            String name = file.getFilename();
            whole = (whole == null ? command : whole).addResourceBytes(
                    name.endsWith(".form") ? lists.filledInto(content) : content, name);
        }
        whole.send().join().getProcesses().forEach(process -> LOG.info("Process {} is deployed as version {}",
                process.getBpmnProcessId(), process.getVersion()));
    }

    private static List<Resource> files() throws IOException {
        List<Resource> files = new ArrayList<>();
        for (String pattern : FILES) {
            Stream.of(new PathMatchingResourcePatternResolver().getResources(pattern)).forEach(files::add);
        }
        return files;
    }
}
