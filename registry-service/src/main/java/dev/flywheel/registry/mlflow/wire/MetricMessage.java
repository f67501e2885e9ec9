package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.registry.tracking.Metric;

/// A metric's point; NaN is written as a text.
public record MetricMessage(String key, double value, long timestamp, long step) {

    public static MetricMessage of(Metric metric) {
        return new MetricMessage(metric.key(), metric.value(), metric.timestamp(), metric.step());
    }

    /// Reads the point that a request logs.
    public static Metric read(MlflowRequest request) {
        Long step = request.int64("step");
        return new Metric(
                request.required("key"),
                request.requiredNumber("value"),
                request.requiredInt64("timestamp"),
                step == null ? 0 : step);
    }
}
