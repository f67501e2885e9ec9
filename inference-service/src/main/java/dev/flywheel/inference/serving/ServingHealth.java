package dev.flywheel.inference.serving;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Ready once every champion that this instance heard of serves or was refused. It waits for the
/// online features only while Kafka answers, and a service without any champion is ready: it
/// answers 503 and says why.
@Component("serving")
class ServingHealth implements HealthIndicator {

    private final ServingModels models;
    private final ChampionSource source;

    ServingHealth(ServingModels models, ChampionSource source) {
        this.models = models;
        this.source = source;
    }

    @Override
    public Health health() {
        Map<String, Object> states = new LinkedHashMap<>();
        boolean settled = source.settled();
        for (Map.Entry<String, ServingModels.Slot> slot : models.slots().entrySet()) {
            states.put(slot.getKey(), slot.getValue().status().words());
            settled &= slot.getValue().current() != null || slot.getValue().status().settled();
        }
        return Health.status(settled ? Status.UP : Status.OUT_OF_SERVICE)
                .withDetail("champions", source.words())
                .withDetail("models", states)
                .build();
    }
}
