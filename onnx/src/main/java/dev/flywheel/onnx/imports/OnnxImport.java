package dev.flywheel.onnx.imports;

import ai.onnxruntime.OrtEnvironment;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.OnnxSchema;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.onnx.graph.GraphFile;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.scoring.OnnxScoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a bundle of a classifier that was trained elsewhere.
///
/// Rows that come with it are golden rows, the first [ModelBundle#GOLDEN_ROWS] of them; from
/// [#REFERENCE_ROWS] on they are the reference too, which monitoring measures drift against. Fewer
/// would show drift where there is none.
public final class OnnxImport {

    /// From how many rows on a reference is made of them.
    public static final int REFERENCE_ROWS = 1_000;

    private final BundleIdentity identity;
    private final String pipeline;
    private final List<Column> columns;
    private final byte[] graph;
    private final GraphFile file;

    /// @param pipeline the pipeline file's text, whole
    /// @param columns of its feature set, in order
    /// @throws GraphRefusedException if the graph is not one that is taken
    public OnnxImport(
            BundleIdentity identity, String pipeline, List<Column> columns, byte[] graph) {
        this.identity = identity;
        this.pipeline = pipeline;
        this.columns = List.copyOf(columns);
        this.graph = graph;
        this.file = GraphFile.of(graph);
    }

    /// How versions that came as a graph are named.
    public static BundleIdentity identity(
            String model, String pipelineHash, String featureSet, byte[] graph) {
        return new BundleIdentity(
                model, model, pipelineHash, featureSet, OnnxBundle.KIND, Digest.of(graph).hex());
    }

    /// Runs the graph on the rows and makes the bundle.
    ///
    /// @param schema the user's JSON
    /// @param rows JSON, an array or a line each: `{"features": {...}, "score": 0.1}`, the score if
    ///   it is known; null for none
    /// @throws GraphRefusedException if anything doesn't fit together
    public OnnxBundle bundle(byte[] schema, byte @Nullable [] rows) {
        OnnxSchema complete = GivenSchema.read(schema).of(file, columns);
        List<GivenRows.Row> given =
                rows == null ? GivenRows.madeUp(columns) : GivenRows.read(rows, columns);
        List<GoldenRow> golden = new ArrayList<>();
        ReferenceFitter reference = new ReferenceFitter(columns);
        try (OnnxScoring scoring = OnnxScoring.open(graph, complete)) {
            for (int i = 0; i < given.size(); i++) {
                FeatureRow row = FeatureRow.of(columns, given.get(i).features());
                double score = scoring.score(row);
                requireSame(i, given.get(i).score(), score);
                reference.add(row, score);
                if (i < ModelBundle.GOLDEN_ROWS) {
                    golden.add(GoldenRow.of(columns, row, score));
                }
            }
        }
        Reference fitted = rows != null && given.size() >= REFERENCE_ROWS ? reference.fit() : null;
        return new OnnxBundle(identity, pipeline, graph, complete, golden, fitted, Map.of());
    }

    /// Where it comes from, as far as the file tells.
    public Map<String, Object> provenance() {
        return Map.of(
                "onnx_sha256", Digest.of(graph).hex(),
                "onnx_producer", file.producer(),
                "library", "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion(),
                "pipeline", identity.pipeline(),
                "pipeline_hash", identity.pipelineHash(),
                "feature_set", identity.featureSet(),
                "trainer", identity.trainer());
    }

    private static void requireSame(int row, @Nullable Double expected, double actual) {
        if (expected != null && !(Math.abs(expected - actual) <= OnnxScoring.TOLERANCE)) {
            throw new GraphRefusedException(
                    "Golden row %d has the score %s, and ONNX Runtime computes %s from its features"
                            .formatted(row, expected, actual));
        }
    }
}
