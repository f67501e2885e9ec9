package dev.flywheel.monitoring.drift.web;

import dev.flywheel.monitoring.drift.DriftJudgements;
import dev.flywheel.monitoring.drift.FeatureDrift;
import dev.flywheel.monitoring.drift.JudgedDrift;
import dev.flywheel.monitoring.profile.FeatureProfile;
import dev.flywheel.monitoring.profile.Profiles;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.window.FeatureCounts;
import dev.flywheel.monitoring.window.ObservationWindow;
import dev.flywheel.monitoring.window.ObservationWindows;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.spec.Monitoring;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/drift`.
@RestController
final class DriftController {

    private final Pipelines pipelines;
    private final DriftJudgements judgements;
    private final ObservationWindows windows;
    private final Profiles profiles;

    DriftController(
            Pipelines pipelines,
            DriftJudgements judgements,
            ObservationWindows windows,
            Profiles profiles) {
        this.pipelines = pipelines;
        this.judgements = judgements;
        this.windows = windows;
        this.profiles = profiles;
    }

    /// The latest judged spans of all versions, newest first, and the histograms of the newest.
    @GetMapping("/pipelines/{pipeline}/drift")
    DriftResponse drift(
            @PathVariable String pipeline,
            @Max(1000) @Min(1) @RequestParam(defaultValue = "20") int limit) {
        Pipeline declared = pipelines.get(pipeline);
        Monitoring.Drift rule = declared.monitoring().drift();
        List<JudgedDrift> latest = judgements.latest(declared.name(), limit);
        return new DriftResponse(
                declared.name(),
                rule.threshold(),
                rule.shareOfFeatures(),
                rule.windows(),
                latest.stream().map(Span::of).toList(),
                latest.stream().limit(1).flatMap(newest -> histograms(declared, newest)).toList());
    }

    private Stream<Histogram> histograms(Pipeline pipeline, JudgedDrift judged) {
        WindowCounts counts =
                windows
                        .between(pipeline.name(), judged.version(), judged.start(), judged.end())
                        .stream()
                        .map(ObservationWindow::counts)
                        .reduce(new WindowCounts(), WindowCounts::plus);
        VersionProfile profile =
                profiles.find(pipeline, judged.version())
                        .orElseGet(() -> VersionProfile.unknown(judged.version()));
        return Stream.concat(profile.features().stream(), profile.score().stream())
                .flatMap(feature -> {
                    FeatureCounts live = counts.features().get(feature.name());
                    return live == null ? Stream.empty() : Stream.of(histogram(feature, live));
                });
    }

    /// In cells that show a distribution, whatever of it is judged.
    private static Histogram histogram(FeatureProfile feature, FeatureCounts live) {
        long[] reference = feature.display().merge(feature.reference());
        long[] current = feature.display().merge(live.bins());
        List<Bar> bars = new ArrayList<>();
        for (int cell = 0; cell < reference.length; cell++) {
            bars.add(new Bar(feature.displayLabel(cell), reference[cell], current[cell]));
        }
        return new Histogram(feature.name(), bars);
    }

    /// @param threshold of one feature's distance
    /// @param shareOfFeatures that must have drifted, in `neededWindows` spans in a row
    /// @param histograms reference against current rows in the newest span
    record DriftResponse(
            String pipeline,
            double threshold,
            double shareOfFeatures,
            int neededWindows,
            List<Span> windows,
            List<Histogram> histograms) {}

    record Span(
            int version,
            Instant start,
            Instant end,
            long predictions,
            double share,
            boolean drifted,
            List<FeatureDrift> features,
            List<FeatureDrift> score) {

        static Span of(JudgedDrift judged) {
            return new Span(
                    judged.version(),
                    judged.start(),
                    judged.end(),
                    judged.predictions(),
                    judged.judgement().share(),
                    judged.judgement().breached(),
                    judged.judgement().features(),
                    judged.judgement().score());
        }
    }

    record Histogram(String feature, List<Bar> bars) {}

    record Bar(String label, long reference, long current) {}
}
