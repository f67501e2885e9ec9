package dev.flywheel.ingestion.event;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// Counts what came in, by pipeline and outcome.
@Component
public class IntakeMeters {

    private static final String NAME = "flywheel.ingestion.inputs";

    private final MeterRegistry registry;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    public void count(String pipeline, long accepted, long quarantined) {
        count(pipeline, "accepted", accepted);
        count(pipeline, "quarantined", quarantined);
    }

    private void count(String pipeline, String outcome, long n) {
        registry.counter(NAME, "pipeline", pipeline, "outcome", outcome).increment((double) n);
    }
}
