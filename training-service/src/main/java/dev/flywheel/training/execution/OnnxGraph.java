package dev.flywheel.training.execution;

import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.onnx.export.NotExportableException;
import dev.flywheel.onnx.export.OnnxExport;
import java.util.LinkedHashMap;
import java.util.Map;

/// The winner as an ONNX graph, or why there is none: that is no reason to stop a run.
sealed interface OnnxGraph {

    /// Where provenance tells why a bundle has no graph.
    String NOTE = "onnx";

    @SuppressWarnings("ArrayRecordComponent")
    record Exported(byte[] bytes) implements OnnxGraph {}

    record NotExported(String reason) implements OnnxGraph {}

    static OnnxGraph of(BundleIdentity identity, FeatureEncoder encoder, ScoringPlan plan) {
        try {
            return new Exported(OnnxExport.of(encoder, plan, about(identity)));
        } catch (NotExportableException e) {
            return new NotExported(e.reason());
        }
    }

    private static Map<String, String> about(BundleIdentity identity) {
        return Map.of(
                "flywheel.model", identity.model(),
                "flywheel.pipeline_hash", identity.pipelineHash(),
                "flywheel.feature_set", identity.featureSet(),
                "flywheel.trainer", identity.trainer(),
                "flywheel.model_digest", identity.modelDigest());
    }

    default Map<String, byte[]> attachments() {
        return switch (this) {
            case Exported(byte[] bytes) -> Map.of(BundleFiles.ONNX, bytes);
            case NotExported _ -> Map.of();
        };
    }

    default Map<String, Object> noted(Map<String, Object> provenance) {
        Map<String, Object> noted = new LinkedHashMap<>(provenance);
        if (this instanceof NotExported(String reason)) {
            noted.put(NOTE, "not exported: " + reason);
        }
        return noted;
    }

    default void tell(StepContext context) {
        if (this instanceof NotExported(String reason)) {
            context.tell("The bundle has no " + BundleFiles.ONNX + ": " + reason);
        }
    }
}
