package dev.flywheel.monitoring.watch;

import dev.flywheel.monitoring.alert.Alarms;
import dev.flywheel.monitoring.alert.Episode;
import dev.flywheel.monitoring.alert.Finding;
import dev.flywheel.monitoring.drift.Distance;
import dev.flywheel.monitoring.drift.DriftDetector;
import dev.flywheel.monitoring.drift.DriftJudgements;
import dev.flywheel.monitoring.drift.DriftRule;
import dev.flywheel.monitoring.drift.FeatureDrift;
import dev.flywheel.monitoring.drift.JudgedDrift;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.window.ObservationWindows;
import dev.flywheel.monitoring.window.Spans;
import dev.flywheel.monitoring.window.Spans.Span;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Monitoring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/// Judges the windows that the clock has closed for drift. Labels are not waited for.
@Component
class DriftTrack {

    private final ObservationWindows windows;
    private final DriftJudgements judgements;
    private final WatchStates states;
    private final Alarms alarms;

    DriftTrack(
            ObservationWindows windows,
            DriftJudgements judgements,
            WatchStates states,
            Alarms alarms) {
        this.windows = windows;
        this.judgements = judgements;
        this.states = states;
        this.alarms = alarms;
    }

    /// Judges all versions up to an instant; only what the champion shows has consequences. What a
    /// version without a reference served is counted and not judged.
    WatchedPipeline judge(
            Pipeline pipeline,
            WatchedPipeline state,
            IntFunction<VersionProfile> profiles,
            Instant closed) {
        WatchedPipeline after = state;
        for (int version : windows.versions(pipeline.name())) {
            WatchedVersion watched = states.version(pipeline.name(), version);
            VersionProfile profile = profiles.apply(version);
            for (Span<WindowCounts> span : spans(pipeline, watched, closed)) {
                if (profile.features().isEmpty()) {
                    watched = watched.driftJudged(span.end(), watched.drift());
                    continue;
                }
                JudgedDrift judged = judge(pipeline, profile, span);
                judgements.save(pipeline.name(), judged);
                boolean serves = Objects.equals(after.champion(), version);
                Episode before = watched.drift();
                Episode now =
                        serves
                                ? before.next(
                                        judged.judgement().breached(),
                                        pipeline.monitoring().drift().windows())
                                : before;
                watched = watched.driftJudged(span.end(), now);
                if (serves && now.open() && judged.judgement().breached()) {
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

    private List<Span<WindowCounts>> spans(
            Pipeline pipeline, WatchedVersion watched, Instant closed) {
        List<Span<WindowCounts>> each =
                windows
                        .between(pipeline.name(), watched.version(), watched.driftUntil(), closed)
                        .stream()
                        .map(window -> new Span<>(window.start(), window.end(), window.counts(), 1))
                        .toList();
        return Spans.of(
                each,
                pipeline.monitoring().window().atLeast(),
                WindowCounts::predictions,
                WindowCounts::plus);
    }

    private static JudgedDrift judge(
            Pipeline pipeline, VersionProfile profile, Span<WindowCounts> span) {
        return new JudgedDrift(
                profile.version(),
                span.start(),
                span.end(),
                span.counts().predictions(),
                new DriftDetector(rule(pipeline.monitoring().drift()))
                        .judge(profile, span.counts()));
    }

    private Finding finding(Pipeline pipeline, JudgedDrift judged) {
        List<Map<String, Object>> spans = new ArrayList<>();
        judgements
                .latest(pipeline.name(), judged.version(), pipeline.monitoring().drift().windows())
                .forEach(recent -> spans.addFirst(evidence(recent)));
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("version", judged.version());
        evidence.put("share_of_features", pipeline.monitoring().drift().shareOfFeatures());
        evidence.put("windows", spans);
        String summary =
                "%d %% of the features of version %d have drifted between %s and %s: %s"
                        .formatted(
                                Math.round(100 * judged.judgement().share()),
                                judged.version(),
                                judged.start(),
                                judged.end(),
                                String.join(", ", judged.judgement().driftedFeatures()));
        return new Finding(
                pipeline.name(),
                judged.version(),
                Monitoring.Cause.DRIFT,
                judged.end(),
                summary,
                evidence);
    }

    private static Map<String, Object> evidence(JudgedDrift judged) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("from", judged.start().toString());
        evidence.put("to", judged.end().toString());
        evidence.put("predictions", judged.predictions());
        evidence.put("share", judged.judgement().share());
        Map<String, Object> distances = new LinkedHashMap<>();
        judged.judgement().features().stream()
                .filter(FeatureDrift::drifted)
                .forEach(drift -> distances.put(drift.feature(), drift.distance()));
        evidence.put("drifted", distances);
        return evidence;
    }

    private static DriftRule rule(Monitoring.Drift drift) {
        return new DriftRule(
                switch (drift.numeric()) {
                    case PSI -> Distance.PSI;
                },
                switch (drift.categorical()) {
                    case PSI -> Distance.PSI;
                    case JENSEN_SHANNON -> Distance.JENSEN_SHANNON;
                },
                drift.threshold(),
                drift.shareOfFeatures());
    }
}
