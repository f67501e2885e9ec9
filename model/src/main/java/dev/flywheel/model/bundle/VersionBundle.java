package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.reference.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model version of either kind: trained here, or a graph that was made elsewhere.
public sealed interface VersionBundle permits ModelBundle, OnnxBundle {

    BundleIdentity identity();

    /// The pipeline file's text, whole.
    String pipeline();

    /// The columns that a row must have, in order.
    List<Column> columns();

    /// From which score on the answer is yes; null if nobody declared what decides.
    @Nullable Double threshold();

    /// The served population's profile; null where nobody gave one.
    @Nullable Reference reference();

    /// What it reached, by name.
    Map<String, Double> metrics();

    /// Reads a bundle of either kind whose checksums are also known from elsewhere. A graph's
    /// golden rows are left to whoever can run it.
    ///
    /// @param expected SHA-256 by file name; each of them must be there
    /// @throws BundleException if anything is not as it must be
    static VersionBundle read(Path directory, Map<String, String> expected) throws IOException {
        return BundleReader.read(directory, expected);
    }
}
