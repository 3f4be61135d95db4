package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.SignalBroadcastRequest;
import io.camunda.client.protocol.rest.SignalBroadcastResult;
import java.util.Objects;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.signal.Signals;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Broadcasts signals. */
@RestController
@RequestMapping("/v2/signals")
public class SignalController {

    private final Signals signals;
    private final JsonVariables json;

    public SignalController(Signals signals, JsonVariables json) {
        this.signals = signals;
        this.json = json;
    }

    @PostMapping("/broadcast")
    SignalBroadcastResult broadcast(@RequestBody SignalBroadcastRequest request) {
        long key = signals.broadcast(Objects.requireNonNullElse(request.getSignalName(), ""),
                json.write(request.getVariables()));
        return new SignalBroadcastResult().signalKey(String.valueOf(key)).tenantId(Camunda.TENANT);
    }
}
