package lifeboat.embedded.rest;

import lifeboat.embedded.instance.Incidents;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Resolves incidents. */
@RestController
@RequestMapping("/v2/incidents")
public class IncidentController {

    private final Incidents incidents;

    public IncidentController(Incidents incidents) {
        this.incidents = incidents;
    }

    @PostMapping("/{key}/resolution")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resolve(@PathVariable long key) {
        incidents.resolve(key);
    }
}
