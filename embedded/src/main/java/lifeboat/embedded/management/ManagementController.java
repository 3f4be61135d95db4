package lifeboat.embedded.management;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.EngineClock;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Camunda Process Test needs beside the API: a clock that can be put forward, and a clean slate. */
@RestController
@RequestMapping("/actuator")
public class ManagementController {

    private final EngineClock clock;
    private final Purge purge;

    public ManagementController(EngineClock clock, Purge purge) {
        this.clock = clock;
        this.purge = purge;
    }

    @GetMapping("/clock")
    Map<String, Object> clock() {
        return Map.of("epochMilli", clock.now().toEpochMilli(), "instant", clock.now().toString());
    }

    @PostMapping("/clock/add")
    Map<String, Object> add(@RequestBody JsonNode request) {
        if (!request.path("offsetMilli").canConvertToLong()) {
            throw Rejection.invalidArgument("CLOCK", "Expected a number of milliseconds as offsetMilli");
        }
        clock.add(Duration.ofMillis(request.get("offsetMilli").asLong()));
        return clock();
    }

    @DeleteMapping("/clock")
    Map<String, Object> reset() {
        clock.reset();
        return clock();
    }

    @PostMapping("/cluster/purge")
    Map<String, Object> purge() {
        return Map.of("changeId", purge.purge());
    }
}
