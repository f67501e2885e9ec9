package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model version, read whole and proved to score here as it scored in training. Immutable and
/// safe for use by several threads.
///
/// @param pipeline the pipeline file's text as training used it
/// @param threshold from which score on the answer is yes; null if nobody declared what decides
public record ModelBundle(
        BundleIdentity identity,
        String pipeline,
        FeatureEncoder encoder,
        ScoringPlan plan,
        @Nullable Double threshold,
        Reference reference,
        Map<String, Double> metrics)
        implements VersionBundle {

    /// How many golden rows a bundle keeps at most.
    public static final int GOLDEN_ROWS = 32;

    /// Writes a bundle into a directory, which is made if it isn't there.
    ///
    /// @return the SHA-256 of every file, the manifest's included, by name
    public static Map<String, String> write(Path directory, BundleContents contents)
            throws IOException {
        return BundleWriter.write(directory, contents);
    }

    /// Reads a bundle: sizes and checksums first, then the content, then the golden rows, which
    /// must score the same bit for bit.
    ///
    /// @throws BundleException if anything is not as it must be
    public static ModelBundle read(Path directory) throws IOException {
        return read(directory, Map.of());
    }

    /// Reads a bundle whose checksums are also known from elsewhere.
    ///
    /// @param expected SHA-256 by file name; each of them must be there
    public static ModelBundle read(Path directory, Map<String, String> expected)
            throws IOException {
        return switch (BundleReader.read(directory, expected)) {
            case ModelBundle bundle -> bundle;
            case OnnxBundle _ -> throw new BundleException.NoPlan();
        };
    }

    @Override
    public List<Column> columns() {
        return encoder.columns();
    }

    /// A scorer for one thread.
    public Scorer scorer() {
        return new Scorer(encoder, plan);
    }
}
