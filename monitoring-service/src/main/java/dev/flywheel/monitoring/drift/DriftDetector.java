package dev.flywheel.monitoring.drift;

import dev.flywheel.monitoring.profile.FeatureProfile;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.profile.Watch;
import dev.flywheel.monitoring.window.FeatureCounts;
import dev.flywheel.monitoring.window.WindowCounts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Compares live counts with a version's reference. The same counts give the same judgement.
///
/// The share is taken over the features whose distribution is watched; one that is watched for
/// missing values only joins the count when it drifts.
public final class DriftDetector {

    private final DriftRule rule;

    public DriftDetector(DriftRule rule) {
        this.rule = rule;
    }

    public DriftJudgement judge(VersionProfile profile, WindowCounts counts) {
        double lists = profile.rows() / Math.max(1, counts.meanListSize());
        List<FeatureDrift> features =
                profile.features().stream()
                        .flatMap(feature -> drift(feature, counts, lists))
                        .toList();
        long drifted = features.stream().filter(FeatureDrift::drifted).count();
        long judged =
                features.stream()
                        .filter(drift -> drift.drifted() || drift.watched() == Watch.DISTRIBUTION)
                        .count();
        double share = judged == 0 ? 0 : (double) drifted / judged;
        return new DriftJudgement(
                share,
                drifted > 0 && share >= rule.shareOfFeatures(),
                features,
                profile.score().stream().flatMap(score -> drift(score, counts, lists)).toList());
    }

    private Stream<FeatureDrift> drift(
            FeatureProfile feature, WindowCounts counts, double referenceLists) {
        FeatureCounts live = counts.features().get(feature.name());
        if (live == null || live.rows() == 0 || rows(feature) == 0) {
            return Stream.empty();
        }
        Distance measure = feature.numeric() ? rule.numeric() : rule.categorical();
        double divergence = measure.divergence(feature.referenceCells(), live.cells());
        Noise noise =
                Noise.of(
                        live.groups(),
                        feature.referenceCells(),
                        counts.profiled(),
                        referenceLists,
                        measure.factor());
        double distance = measure.scaled(divergence - noise.expected());
        return Stream.of(
                new FeatureDrift(
                        feature.name(),
                        measure.word(),
                        feature.watch(),
                        distance,
                        measure.scaled(divergence),
                        measure.scaled(noise.expected()),
                        rule.threshold(),
                        distance > rule.threshold() && noise.isExceededBy(divergence),
                        live.rows(),
                        noise.effectiveRows()));
    }

    private static long rows(FeatureProfile feature) {
        return Arrays.stream(feature.reference()).sum();
    }
}
