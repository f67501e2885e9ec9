package dev.flywheel.monitoring.watch;

import dev.flywheel.monitoring.alert.AlertLog;
import dev.flywheel.monitoring.drift.DriftJudgements;
import dev.flywheel.monitoring.drift.FeatureDrift;
import dev.flywheel.monitoring.drift.JudgedDrift;
import dev.flywheel.monitoring.quality.JudgedQuality;
import dev.flywheel.monitoring.quality.QualityJudgements;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Monitoring;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The figures for Prometheus. They are what the database says, so they survive a restart.
@Component
class WatchMeters {

    private final MeterRegistry registry;
    private final DriftJudgements drift;
    private final QualityJudgements quality;
    private final AlertLog alerts;
    private final Map<String, AtomicReference<Double>> values = new ConcurrentHashMap<>();

    WatchMeters(
            MeterRegistry registry,
            DriftJudgements drift,
            QualityJudgements quality,
            AlertLog alerts) {
        this.registry = registry;
        this.drift = drift;
        this.quality = quality;
        this.alerts = alerts;
    }

    void lag(String pipeline, String topic, long records) {
        gauge(
                "flywheel.consumer.lag",
                Tags.of("pipeline", pipeline, "topic", topic),
                (double) records);
    }

    void update(Pipeline pipeline, WatchedPipeline state) {
        Tags tags = Tags.of("pipeline", pipeline.name());
        count("flywheel.predictions.seen", tags, state.predictionsSeen());
        count("flywheel.outcomes.seen", tags, state.outcomesSeen());
        count("flywheel.outcomes.joined", tags, state.outcomesJoined());
        Instant clock = state.clock();
        if (clock != null) {
            gauge("flywheel.pipeline.clock.seconds", tags, (double) clock.getEpochSecond());
        }
        // From 0 on, so that Prometheus sees the first one as an increase.
        Map<String, Long> raised = alerts.countByKind(pipeline.name());
        Map<String, Long> requested = alerts.requestsByCause(pipeline.name());
        for (Monitoring.Cause cause : Monitoring.Cause.values()) {
            String word = cause.name().toLowerCase(Locale.ROOT);
            count("flywheel.alerts", tags.and("kind", word), raised.getOrDefault(word, 0L));
            count(
                    "flywheel.retrain.requests",
                    tags.and("cause", word),
                    requested.getOrDefault(word, 0L));
        }
        drift.latest(pipeline.name(), 1).forEach(judged -> drifted(tags, judged));
        quality.latest(pipeline.name(), 1).forEach(judged -> measured(tags, judged));
    }

    private void drifted(Tags tags, JudgedDrift judged) {
        Tags version = tags.and("version", Integer.toString(judged.version()));
        gauge("flywheel.drifted.share", version, judged.judgement().share());
        Stream.concat(judged.judgement().features().stream(), judged.judgement().score().stream())
                .forEach((FeatureDrift feature) ->
                        gauge(
                                "flywheel.drift.distance",
                                version.and("feature", feature.feature()),
                                feature.distance()));
    }

    private void measured(Tags tags, JudgedQuality judged) {
        Tags version = tags.and("version", Integer.toString(judged.version()));
        judged.metrics()
                .forEach((metric, estimate) ->
                        gauge(
                                "flywheel.live.quality",
                                version.and("metric", metric),
                                estimate.value()));
    }

    private void gauge(String name, Tags tags, double value) {
        values.computeIfAbsent(
                        name + tags,
                        _ -> {
                            AtomicReference<Double> held = new AtomicReference<>(value);
                            Gauge.builder(name, held, AtomicReference::get)
                                    .tags(tags)
                                    .register(registry);
                            return held;
                        })
                .set(value);
    }

    private void count(String name, Tags tags, long number) {
        double value = (double) number;
        values.computeIfAbsent(
                        name + tags,
                        _ -> {
                            AtomicReference<Double> held = new AtomicReference<>(value);
                            FunctionCounter.builder(name, held, AtomicReference::get)
                                    .tags(tags)
                                    .register(registry);
                            return held;
                        })
                .set(value);
    }
}
