package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.BrokerInfo;
import io.camunda.client.protocol.rest.Partition;
import io.camunda.client.protocol.rest.TopologyResponse;
import java.util.List;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.management.ClusterChanges;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the engine is: one broker with one partition, as far as a client can tell. */
@RestController
@RequestMapping("/v2")
public class ClusterController {

    private final ClusterChanges changes;

    public ClusterController(ClusterChanges changes) {
        this.changes = changes;
    }

    @GetMapping("/topology")
    TopologyResponse topology() {
        return new TopologyResponse().clusterSize(1).partitionsCount(1).replicationFactor(1)
                .gatewayVersion(Camunda.VERSION)
                .lastCompletedChangeId(String.valueOf(changes.last()))
                .brokers(List.of(new BrokerInfo().nodeId(0).host("localhost").port(0).version(Camunda.VERSION)
                        .partitions(List.of(new Partition().partitionId(1).role(Partition.RoleEnum.LEADER)
                                .health(Partition.HealthEnum.HEALTHY)))));
    }

    /** Answers only if the engine serves. */
    @GetMapping("/status")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void status() {
        // the answer is that there is one
    }
}
