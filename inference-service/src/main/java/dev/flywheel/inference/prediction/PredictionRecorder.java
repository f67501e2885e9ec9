package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.PredictionServed.Kind;
import dev.flywheel.contracts.PredictionServed.Scored;
import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.pipeline.feature.FeatureSet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/// Counts and logs what was answered. The log's record is made later, off the request's path.
@Component
class PredictionRecorder {

    /// How many of a rank's candidates the log keeps with their features.
    static final int SAMPLED = 8;

    private final PredictionSink sink;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<MeterKey, Timer> timers = new ConcurrentHashMap<>();

    PredictionRecorder(PredictionSink sink, MeterRegistry meters, Clock clock) {
        this.sink = sink;
        this.meters = meters;
        this.clock = clock;
    }

    void predicted(Prediction prediction, Instant at, Row row, long started) {
        record(
                new Served(
                        prediction,
                        Kind.PREDICT,
                        at,
                        clock.instant(),
                        List.of(row),
                        List.of(prediction.items().getFirst().score()),
                        took(Kind.PREDICT, prediction.model(), started)));
    }

    /// @param rows the ranked rows, and `items` their scores, in the order in which they were asked
    ///   about
    void ranked(
            Prediction prediction,
            Instant at,
            List<Row> rows,
            List<Prediction.Item> items,
            long started) {
        int[] sample = sample(prediction.id(), rows.size());
        record(
                new Served(
                        prediction,
                        Kind.RANK,
                        at,
                        clock.instant(),
                        IntStream.of(sample).mapToObj(rows::get).toList(),
                        IntStream.of(sample).mapToObj(i -> items.get(i).score()).toList(),
                        took(Kind.RANK, prediction.model(), started)));
    }

    /// Up to eight positions, uniformly drawn, the same ones for the same prediction.
    static int[] sample(String predictionId, int size) {
        SplittableRandom random = new SplittableRandom(predictionId.hashCode());
        return random.ints(0, Math.max(1, size))
                .distinct()
                .limit(Math.min(SAMPLED, size))
                .sorted()
                .toArray();
    }

    /// Counts a row that the version has no score for. It is not logged, as nothing was predicted.
    void unscored(ServedModel model) {
        meters.counter(
                        "flywheel.prediction.unscored",
                        "model",
                        model.name(),
                        "version",
                        String.valueOf(model.version()))
                .increment();
    }

    private void record(Served served) {
        sink.log(served.prediction().model().pipeline().name(), served.bytes(), served::toRecord);
    }

    private Duration took(Kind kind, ServedModel model, long started) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        timers.computeIfAbsent(new MeterKey(model.name(), model.version(), kind), this::timer)
                .record(took.toNanos(), TimeUnit.NANOSECONDS);
        return took;
    }

    private Timer timer(MeterKey key) {
        return Timer.builder("flywheel.prediction")
                .description("From a parsed request to its answer; its count is the predictions")
                .tag("model", key.model())
                .tag("version", String.valueOf(key.version()))
                .tag("kind", key.kind().name().toLowerCase(Locale.ROOT))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(1))
                .register(meters);
    }

    private record MeterKey(String model, int version, Kind kind) {}

    /// All that a log record is made of.
    private record Served(
            Prediction prediction,
            Kind kind,
            Instant eventTime,
            Instant servedAt,
            List<Row> rows,
            List<Double> scores,
            Duration took) {

        /// Roughly what this holds: measured for rows of some 16 features.
        int bytes() {
            return 1_000 + 500 * rows.size() + 40 * prediction.items().size();
        }

        PredictionServed toRecord() {
            ServedModel model = prediction.model();
            FeatureSet features = model.pipeline().featureSet();
            Map<String, StateMark> marks = new HashMap<>();
            List<Scored> candidates = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                row.mark(marks, features);
                candidates.add(
                        new Scored(
                                features.keyFields(row.keys()),
                                row.vector().asMap(),
                                scores.get(i),
                                decides() ? model.decision(scores.get(i)) : null));
            }
            Query query = prediction.query();
            Map<String, Object> request = new LinkedHashMap<>(features.keyFields(query.keys()));
            request.putAll(query.fields());
            return new PredictionServed(
                    prediction.id(),
                    query.requestId(),
                    kind,
                    model.pipeline().name(),
                    model.name(),
                    model.version(),
                    model.arm(),
                    features.id(),
                    eventTime,
                    servedAt,
                    took.toNanos() / 1000,
                    request,
                    candidates,
                    ranking(),
                    marks,
                    prediction.warnings(),
                    decides() ? model.threshold() : null);
        }

        /// A ranking is an order, and decides nothing.
        private boolean decides() {
            return kind == Kind.PREDICT;
        }

        private List<String> ranking() {
            return switch (kind) {
                case PREDICT -> List.of();
                case RANK -> prediction.items().stream().map(Prediction.Item::key).toList();
            };
        }
    }
}
