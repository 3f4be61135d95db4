package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.response.Job;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Jobs that this controller had when it was killed are nobody's until their timeout passes: it gives them back when it
 * starts again. It knows them by its name, which each run of it goes by with another end.
 */
@Component
class AbandonedJobs {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedJobs.class);
    private static final Duration NOW = Duration.ofMillis(1);
    private static final int TRIES = 10;

    private final CamundaClient client;
    private final String thisRun;

    AbandonedJobs(CamundaClient client, @Value("${camunda.client.worker.defaults.name:}") String thisRun) {
        this.client = client;
        this.thisRun = thisRun;
    }

    @EventListener(ApplicationReadyEvent.class)
    void giveBack() throws InterruptedException {
        if (!thisRun.contains(ControllerName.BEFORE_RUN)) {
            return;
        }
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                client.newJobSearchRequest().send().join().items().forEach(this::giveBackIfOwn);
                return;
            } catch (ClientException e) {
                LOG.info("The jobs of an earlier run cannot be looked for yet: {}", e.getMessage());
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void giveBackIfOwn(Job job) {
        if (ControllerName.isOfAnotherRun(thisRun, job.getWorker())) {
            try {
                client.newUpdateTimeoutCommand(job.getJobKey()).timeout(NOW).send().join();
                LOG.info("{} was under way when the controller ended: it is taken up again", job.getElementId());
            } catch (ClientException e) {
                LOG.info("{} need not be given back: {}", job.getElementId(), e.getMessage());
            }
        }
    }
}
