package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.scoring.ScoringPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What training puts into a bundle.
///
/// @param model the trained model in its library's own format
/// @param pipeline the pipeline file's text, whole
/// @param threshold from which score on the answer is yes; null if nobody declared what decides
/// @param goldenRows rows whose scores every reader must reproduce; the first
///   [ModelBundle#GOLDEN_ROWS] are kept
/// @param metrics by name, as the run logged them
/// @param provenance snapshot, seed, trainer configuration, versions
/// @param attachments further files by name, which readers of the bundle don't need, such as
///   [BundleFiles#ONNX]
@SuppressWarnings("ArrayRecordComponent")
public record BundleContents(
        BundleIdentity identity,
        byte[] model,
        String pipeline,
        FeatureEncoder encoder,
        ScoringPlan plan,
        @Nullable Double threshold,
        Reference reference,
        List<FeatureRow> goldenRows,
        Map<String, Double> metrics,
        Map<String, Object> provenance,
        Map<String, byte[]> attachments) {}
