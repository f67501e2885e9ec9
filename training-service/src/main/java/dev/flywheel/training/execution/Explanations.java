package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.explanation.Explainer;
import dev.flywheel.training.scoring.Contestant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is told of the winner besides its metrics.
///
/// @param importance null where the metric is not defined on what was evaluated
/// @param seconds that the importance took
record Explanations(SlicedMetrics slices, @Nullable FeatureImportance importance, double seconds) {

    private static final int TOLD_FEATURES = 3;

    /// @param explainer which has seen the winner's evaluation
    static Explanations of(Explainer explainer, Contestant winner, Decision decision, int threads) {
        SlicedMetrics slices = explainer.slices(decision);
        long start = System.nanoTime();
        FeatureImportance importance = explainer.importance(winner, decision, threads);
        return new Explanations(slices, importance, (System.nanoTime() - start) / 1e9);
    }

    /// As the bundle's files.
    Map<String, byte[]> attachments() {
        Map<String, byte[]> files = new TreeMap<>();
        if (!slices.slices().isEmpty()) {
            files.put(BundleFiles.SLICES, pretty(slices));
        }
        if (importance != null) {
            files.put(BundleFiles.IMPORTANCE, pretty(importance));
        }
        return files;
    }

    private static byte[] pretty(Object value) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    void tell(StepContext context) {
        if (importance != null) {
            context.tell(
                    "Permuted %d features in %.1f s; %s loses most without %s"
                            .formatted(
                                    importance.features().size(),
                                    seconds,
                                    importance.metric(),
                                    importance.features().stream()
                                            .limit(TOLD_FEATURES)
                                            .map(Loss::feature)
                                            .collect(Collectors.joining(", "))));
        }
    }
}
