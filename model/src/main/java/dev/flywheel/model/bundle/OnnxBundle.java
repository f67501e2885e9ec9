package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.reference.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model version that was trained elsewhere and came as an ONNX graph. Whole and unchanged, but
/// not proved: this module can't run a graph, so whoever does compares the golden rows first.
///
/// @param pipeline the pipeline file's text, which its features come from
/// @param goldenRows rows and the scores that they had when the graph was brought in
/// @param reference null unless rows of the served population came with it
@SuppressWarnings("ArrayRecordComponent")
public record OnnxBundle(
        BundleIdentity identity,
        String pipeline,
        byte[] graph,
        OnnxSchema schema,
        List<GoldenRow> goldenRows,
        @Nullable Reference reference,
        Map<String, Double> metrics)
        implements VersionBundle {

    /// As `manifest.json` and [BundleIdentity#trainer] spell this kind.
    public static final String KIND = "onnx";

    /// Writes a bundle into a directory, which is made if it isn't there.
    ///
    /// @param provenance where the graph comes from
    /// @return the SHA-256 of every file, the manifest's included, by name
    public Map<String, String> write(Path directory, Map<String, Object> provenance)
            throws IOException {
        return BundleWriter.write(directory, this, provenance);
    }

    /// The same with those columns only that its graph reads: all that a row must have.
    public OnnxBundle ofReadColumns() {
        return new OnnxBundle(
                identity, pipeline, graph, schema.ofRead(), goldenRows, reference, metrics);
    }

    @Override
    public List<Column> columns() {
        return schema.columns().stream()
                .map(feature ->
                        switch (feature.type()) {
                            case NUMERIC -> Column.numeric(feature.name());
                            case CATEGORICAL -> Column.categorical(feature.name());
                        })
                .toList();
    }

    @Override
    public @Nullable Double threshold() {
        return schema.threshold();
    }
}
