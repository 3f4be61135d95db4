package lifeboat.trial.attack;

import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;

/** A service that goes from one site to another. */
public record Move(Service service, Site source, Site target) {

    @Override
    public String toString() {
        return "%s from %s to %s".formatted(service.name(), source.name(), target.name());
    }
}
