package dev.flywheel.inference.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What loading and swapping tell Prometheus.
final class ServingMetrics {

    private final MeterRegistry meters;

    ServingMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void heardOf(String model, ServingModels.Slot slot) {
        Gauge.builder("flywheel.model.version", slot, ServingMetrics::version)
                .description("The version that serves; no value while none does")
                .tag("model", model)
                .register(meters);
    }

    void swapped(String model, ServingModels.Slot slot, Duration took) {
        meters.counter("flywheel.model.swaps", "model", model).increment();
        Timer.builder("flywheel.model.swap")
                .description("From hearing of a version to serving it")
                .tag("model", model)
                .register(meters)
                .record(took);
    }

    void refused(String model) {
        meters.counter("flywheel.model.refused", "model", model).increment();
    }

    private static double version(ServingModels.Slot slot) {
        ServedModel served = slot.current();
        return served == null ? Double.NaN : served.version();
    }
}
