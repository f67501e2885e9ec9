package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.MetricHistory.RunPoint;

/// A metric's point; NaN is written as a text.
public record MetricMessage(String key, double value, long timestamp, long step) {

    public static MetricMessage of(Metric metric) {
        return new MetricMessage(metric.key(), metric.value(), metric.timestamp(), metric.step());
    }

    /// A metric's point and its run.
    public record OfRun(
            String key,
            double value,
            long timestamp,
            long step,
            @JsonProperty("run_id") String runId) {

        public static OfRun of(RunPoint point) {
            Metric metric = point.metric();
            return new OfRun(
                    metric.key(), metric.value(), metric.timestamp(), metric.step(), point.runId());
        }
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
