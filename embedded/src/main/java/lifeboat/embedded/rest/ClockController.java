package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.ClockPinRequest;
import java.time.Instant;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.EngineClock;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stops the engine's clock at a moment, and lets it go on: where that was allowed, which is for tests. */
@RestController
@RequestMapping("/v2/clock")
public class ClockController {

    private final EngineClock clock;
    private final boolean isControlled;

    /** @param isControlled whether it may be set */
    public ClockController(EngineClock clock, boolean isControlled) {
        this.clock = clock;
        this.isControlled = isControlled;
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void pin(@RequestBody ClockPinRequest request) {
        requireControlled("PIN");
        if (request.getTimestamp() == null || request.getTimestamp() < 0) {
            throw Rejection.invalidArgument("PIN", "Expected a timestamp of the epoch in milliseconds, but got '%s'",
                    request.getTimestamp());
        }
        clock.pin(Instant.ofEpochMilli(request.getTimestamp()));
    }

    @PostMapping("/reset")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset() {
        requireControlled("RESET");
        clock.reset();
    }

    private void requireControlled(String intent) {
        if (!isControlled) {
            throw Rejection.invalidState(intent, "The clock cannot be set: embedded-engine.management is off");
        }
    }
}
