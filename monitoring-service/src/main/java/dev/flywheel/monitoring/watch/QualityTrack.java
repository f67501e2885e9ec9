package dev.flywheel.monitoring.watch;

import dev.flywheel.monitoring.alert.Alarms;
import dev.flywheel.monitoring.alert.Episode;
import dev.flywheel.monitoring.alert.Finding;
import dev.flywheel.monitoring.outcome.ClosedPrediction;
import dev.flywheel.monitoring.outcome.OutcomeJoin;
import dev.flywheel.monitoring.quality.Estimate;
import dev.flywheel.monitoring.quality.JudgedQuality;
import dev.flywheel.monitoring.quality.QualityCounts;
import dev.flywheel.monitoring.quality.QualityDetector;
import dev.flywheel.monitoring.quality.QualityJudgement;
import dev.flywheel.monitoring.quality.QualityJudgements;
import dev.flywheel.monitoring.quality.WindowQualities;
import dev.flywheel.monitoring.window.Spans;
import dev.flywheel.monitoring.window.Spans.Span;
import dev.flywheel.monitoring.window.WindowGrid;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Monitoring;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Joins and judges the windows whose labels are known. A prediction that comes after its window
/// was judged still meets its outcome and is counted, but changes no judgement.
@Component
class QualityTrack {

    /// A mean of fewer outcomes says nothing.
    private static final int OUTCOMES_NEEDED = 30;

    private static final int USUAL_K = 10;

    private final OutcomeJoin join;
    private final WindowQualities qualities;
    private final QualityJudgements judgements;
    private final WatchStates states;
    private final Alarms alarms;

    QualityTrack(
            OutcomeJoin join,
            WindowQualities qualities,
            QualityJudgements judgements,
            WatchStates states,
            Alarms alarms) {
        this.join = join;
        this.qualities = qualities;
        this.judgements = judgements;
        this.states = states;
        this.alarms = alarms;
    }

    /// Judges all versions up to an instant, which lies on the windows' grid; only what the
    /// champion shows has consequences.
    WatchedPipeline judge(Pipeline pipeline, WatchedPipeline state, Instant closed) {
        close(pipeline, closed);
        WatchedPipeline after = state;
        for (int version : qualities.versions(pipeline.name())) {
            WatchedVersion watched = states.version(pipeline.name(), version);
            var windows = qualities.after(pipeline.name(), version, watched.qualityUntil());
            for (Span<QualityCounts> span :
                    Spans.of(
                            windows,
                            pipeline.monitoring().window().atLeast(),
                            QualityCounts::predictions,
                            QualityCounts::plus)) {
                JudgedQuality judged = judge(pipeline, watched, span);
                judgements.save(pipeline.name(), judged);
                Episode before = watched.quality();
                boolean serves = Objects.equals(after.champion(), version);
                watched = next(pipeline, watched, judged, serves);
                if (serves && watched.quality().open() && judged.breached()) {
                    Finding finding = finding(pipeline, judged);
                    if (!before.open()) {
                        alarms.raise(finding);
                    }
                    after = after.with(alarms.retrain(pipeline, finding, after.retrain()));
                }
            }
            states.save(pipeline.name(), watched);
        }
        return after;
    }

    private void close(Pipeline pipeline, Instant closed) {
        WindowGrid grid = new WindowGrid(pipeline.monitoring().window().every());
        Map<Key, QualityCounts> windows = new HashMap<>();
        join.close(
                pipeline.name(),
                closed,
                pipeline.label().within(),
                (prediction, outcome) -> {
                    Key key = new Key(prediction.version(), grid.start(prediction.eventTime()));
                    QualityCounts before =
                            windows.computeIfAbsent(key, _ -> QualityCounts.empty(k(pipeline)));
                    windows.put(
                            key,
                            new ClosedPrediction(prediction, outcome).addedTo(before, pipeline));
                });
        windows.forEach((key, counts) ->
                qualities.add(pipeline.name(), key.version(), grid, key.start(), counts));
    }

    private static JudgedQuality judge(
            Pipeline pipeline, WatchedVersion watched, Span<QualityCounts> span) {
        Map<String, Estimate> metrics = span.counts().metrics();
        return new JudgedQuality(
                watched.version(),
                span.start(),
                span.end(),
                span.counts().predictions(),
                span.counts().joined(),
                metrics,
                judgement(pipeline, watched.baseline(), metrics));
    }

    private static WatchedVersion next(
            Pipeline pipeline, WatchedVersion watched, JudgedQuality judged, boolean serves) {
        Episode episode = watched.quality();
        if (serves && judged.judgement() != null) {
            episode = episode.next(judged.breached(), pipeline.monitoring().drift().windows());
        }
        WatchedVersion next = watched.qualityJudged(judged.end(), episode);
        Monitoring.Quality quality = pipeline.monitoring().quality();
        if (watched.baseline() != null || quality == null) {
            return next;
        }
        Estimate first = judged.metrics().get(quality.metric().word());
        return first == null || first.rows() < OUTCOMES_NEEDED ? next : next.startingAt(first);
    }

    private static @Nullable QualityJudgement judgement(
            Pipeline pipeline, @Nullable Estimate baseline, Map<String, Estimate> metrics) {
        Monitoring.Quality quality = pipeline.monitoring().quality();
        if (quality == null || baseline == null) {
            return null;
        }
        Estimate current = metrics.get(quality.metric().word());
        if (current == null || current.rows() < OUTCOMES_NEEDED) {
            return null;
        }
        return new QualityDetector(quality.metric(), quality.drop()).judge(baseline, current);
    }

    private static Finding finding(Pipeline pipeline, JudgedQuality judged) {
        QualityJudgement judgement = Objects.requireNonNull(judged.judgement());
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("version", judged.version());
        evidence.put("from", judged.start().toString());
        evidence.put("to", judged.end().toString());
        evidence.put("predictions", judged.predictions());
        evidence.put("joined", judged.joined());
        evidence.put("metric", judgement.metric());
        evidence.put("baseline", judgement.baseline().value());
        evidence.put("current", judgement.current().value());
        evidence.put("drop", judgement.drop());
        String summary =
                "%s of version %d fell by %d %%, from %.4f to %.4f, between %s and %s"
                        .formatted(
                                judgement.metric(),
                                judged.version(),
                                Math.round(100 * judgement.drop()),
                                judgement.baseline().value(),
                                judgement.current().value(),
                                judged.start(),
                                judged.end());
        return new Finding(
                pipeline.name(),
                judged.version(),
                Monitoring.Cause.QUALITY,
                judged.end(),
                summary,
                evidence);
    }

    /// The cut-off of the watched metric, or the usual one.
    private static int k(Pipeline pipeline) {
        Monitoring.Quality quality = pipeline.monitoring().quality();
        Integer k = quality == null ? null : quality.metric().k();
        return k == null ? USUAL_K : k;
    }

    private record Key(int version, Instant start) {}
}
