package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `monitoring`.
final class MonitoringReader {

    private final MetricReader metrics;

    MonitoringReader(MetricReader metrics) {
        this.metrics = metrics;
    }

    @Nullable Monitoring read(YamlValue value) {
        YamlMap map = value.map("a mapping with window, drift, quality and retrain");
        if (map == null) {
            return null;
        }
        map.allow("window", "drift", "quality", "retrain");
        YamlValue quality = map.get("quality");
        YamlValue retrain = map.get("retrain");
        return new Monitoring(
                map.read("window", MonitoringReader::window, Defaults.WINDOW),
                map.read("drift", MonitoringReader::drift, Defaults.DRIFT),
                quality == null ? null : quality(quality),
                retrain == null ? null : retrain(retrain));
    }

    private static Monitoring.@Nullable Window window(YamlValue value) {
        YamlMap map = value.map("a mapping with every and at_least");
        if (map == null) {
            return null;
        }
        map.allow("every", "at_least");
        return new Monitoring.Window(
                map.read("every", YamlValue::duration, Defaults.WINDOW.every()),
                map.read("at_least", at -> at.integer(1, 100_000_000), 1000L).intValue());
    }

    private static Monitoring.@Nullable Drift drift(YamlValue value) {
        YamlMap map = value.map("a mapping with threshold, share_of_features and windows");
        if (map == null) {
            return null;
        }
        map.allow("numeric", "categorical", "threshold", "share_of_features", "windows");
        Monitoring.Drift defaults = Defaults.DRIFT;
        return new Monitoring.Drift(
                map.read(
                        "numeric",
                        at -> constant(at, Monitoring.NumericDrift.values()),
                        defaults.numeric()),
                map.read(
                        "categorical",
                        at -> constant(at, Monitoring.CategoricalDrift.values()),
                        defaults.categorical()),
                map.read("threshold", at -> at.number(0.0001, 100), defaults.threshold()),
                map.read("share_of_features", at -> at.number(0, 1), defaults.shareOfFeatures()),
                map.read("windows", at -> at.integer(1, 1000), (long) defaults.windows())
                        .intValue());
    }

    private Monitoring.@Nullable Quality quality(YamlValue value) {
        YamlMap map = value.map("a mapping with metric and drop");
        if (map == null) {
            return null;
        }
        map.allow("metric", "drop");
        Metric metric = map.must("metric", "a metric", metrics::live, Defaults.METRIC);
        return new Monitoring.Quality(metric, map.read("drop", at -> at.number(0.001, 1), 0.1));
    }

    private static Monitoring.@Nullable Retrain retrain(YamlValue value) {
        YamlMap map = value.map("a mapping with on, cooldown, approve and give_up_after");
        if (map == null) {
            return null;
        }
        map.allow("on", "cooldown", "approve", "give_up_after");
        return new Monitoring.Retrain(
                map.read("on", MonitoringReader::causes, EnumSet.allOf(Monitoring.Cause.class)),
                map.read("cooldown", YamlValue::duration, Duration.ofHours(1)),
                map.read(
                        "approve",
                        at -> constant(at, Monitoring.Approve.values()),
                        Monitoring.Approve.AUTOMATIC),
                map.read("give_up_after", at -> at.integer(1, 1000), 3L).intValue());
    }

    private static Set<Monitoring.Cause> causes(YamlValue value) {
        Set<Monitoring.Cause> causes = EnumSet.noneOf(Monitoring.Cause.class);
        for (YamlValue element : value.oneOrMore()) {
            Monitoring.Cause cause = constant(element, Monitoring.Cause.values());
            if (cause != null) {
                causes.add(cause);
            }
        }
        return causes;
    }

    private static <E extends Enum<E>> @Nullable E constant(YamlValue value, E[] constants) {
        return value.among(
                constants,
                constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "one of");
    }
}
