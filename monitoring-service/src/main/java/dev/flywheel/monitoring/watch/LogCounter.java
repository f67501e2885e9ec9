package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Topics;
import dev.flywheel.monitoring.alert.Outbox;
import dev.flywheel.monitoring.outcome.OutcomeJoin;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.serving.ServedModels;
import dev.flywheel.monitoring.window.ObservationWindows;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.monitoring.window.WindowGrid;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Counts a batch of the log and judges what it closes, all in one transaction: counts, offsets,
/// judgements, alerts and requests are stored together or not at all. So after a crash the log is
/// counted on from where the figures stand, and every figure is the same as without the crash.
@Component
public class LogCounter {

    private final LogPositions positions;
    private final WatchStates states;
    private final ServedModels models;
    private final ObservationWindows windows;
    private final OutcomeJoin join;
    private final Outbox outbox;
    private final DriftTrack drift;
    private final QualityTrack quality;

    LogCounter(
            LogPositions positions,
            WatchStates states,
            ServedModels models,
            ObservationWindows windows,
            OutcomeJoin join,
            Outbox outbox,
            DriftTrack drift,
            QualityTrack quality) {
        this.positions = positions;
        this.states = states;
        this.models = models;
        this.windows = windows;
        this.join = join;
        this.outbox = outbox;
        this.drift = drift;
        this.quality = quality;
    }

    /// Counts a batch.
    ///
    /// @param profiles of the versions in the batch and of those that have windows
    /// @throws LogMovedException if another instance has counted meanwhile; nothing is stored then
    @Transactional
    public Counted count(Pipeline pipeline, LogBatch batch, IntFunction<VersionProfile> profiles) {
        batch.positions().forEach(positions::move);
        WatchedPipeline before = states.lock(pipeline.name());
        int fresh = countPredictions(pipeline, batch.predictions(), profiles);
        EntitySpec candidate = pipeline.candidate();
        join.keep(pipeline.name(), batch.outcomes(), candidate == null ? null : candidate.key());
        batch.refused()
                .forEach(refused ->
                        outbox.add(Topics.quarantine(pipeline.name()), refused.eventId(), refused));
        int joined = join.join(pipeline.name(), ids(batch));
        WatchedPipeline counted =
                models.champion(pipeline.name())
                        .map(before::servedBy)
                        .orElse(before)
                        .counted(fresh, batch.outcomes().size(), joined)
                        .at(batch.clock(), batch.outcomeClock());
        WatchedPipeline after = judge(pipeline, before, counted, profiles);
        states.save(after);
        return new Counted(after, fresh, joined);
    }

    private int countPredictions(
            Pipeline pipeline,
            List<PredictionServed> predictions,
            IntFunction<VersionProfile> profiles) {
        PredictionReader reader = new PredictionReader(pipeline);
        Set<String> fresh =
                join.keep(pipeline.name(), predictions.stream().map(reader::pending).toList());
        WindowGrid grid = new WindowGrid(pipeline.monitoring().window().every());
        Map<Key, WindowCounts> counts = new HashMap<>();
        int counted = 0;
        for (PredictionServed prediction : predictions) {
            if (fresh.remove(prediction.predictionId())) {
                counted++;
                Key key = new Key(prediction.version(), grid.start(prediction.eventTime()));
                reader.count(
                        prediction,
                        profiles.apply(prediction.version()),
                        counts.computeIfAbsent(key, _ -> new WindowCounts()));
            }
        }
        counts.forEach((key, more) ->
                windows.add(pipeline.name(), key.version(), grid, key.start(), more));
        return counted;
    }

    private WatchedPipeline judge(
            Pipeline pipeline,
            WatchedPipeline before,
            WatchedPipeline counted,
            IntFunction<VersionProfile> profiles) {
        WatchedPipeline after = counted;
        Duration grace = grace(pipeline);
        Instant closed = closed(pipeline, counted.clock(), grace);
        if (closed != null && !closed.equals(closed(pipeline, before.clock(), grace))) {
            after = drift.judge(pipeline, after, profiles, closed);
        }
        Duration delay = grace.plus(pipeline.label().within());
        Instant labelled = closed(pipeline, counted.outcomeClock(), delay);
        if (labelled != null && !labelled.equals(closed(pipeline, before.outcomeClock(), delay))) {
            after = quality.judge(pipeline, after, labelled);
            // What happened before the last closed window can only be about closed windows.
            Duration horizon = pipeline.monitoring().window().every().plus(delay);
            join.forget(pipeline.name(), labelled.minus(horizon));
        }
        return after;
    }

    /// The end of the last window that a clock has passed by a delay; null if it has none.
    private static @Nullable Instant closed(
            Pipeline pipeline, @Nullable Instant clock, Duration delay) {
        return clock == null
                ? null
                : new WindowGrid(pipeline.monitoring().window().every()).start(clock.minus(delay));
    }

    /// How long a window waits for stragglers: the lateness, and as long as it lasted itself, since
    /// shoppers who are served at the same moment need not live in the same one.
    private static Duration grace(Pipeline pipeline) {
        return pipeline.lateness().plus(pipeline.monitoring().window().every());
    }

    private static Set<String> ids(LogBatch batch) {
        Set<String> ids = new HashSet<>();
        batch.predictions().forEach(prediction -> ids.add(prediction.predictionId()));
        batch.outcomes().stream().map(OutcomeObserved::predictionId).forEach(ids::add);
        return ids;
    }

    private record Key(int version, Instant start) {}

    /// What a batch has changed.
    ///
    /// @param predictions how many were new
    /// @param joined how many outcomes met their prediction
    public record Counted(WatchedPipeline state, int predictions, int joined) {}
}
