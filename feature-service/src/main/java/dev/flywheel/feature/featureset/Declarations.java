package dev.flywheel.feature.featureset;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pipelines that declare feature sets: those of the files, and those that were.
final class Declarations {

    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

    private final Pipelines files;
    private final Map<KnownFeatureSet.Key, Optional<Pipeline>> before = new HashMap<>();

    Declarations(Pipelines files) {
        this.files = files;
    }

    /// Whether a file declares that feature set now.
    boolean isDeclared(KnownFeatureSet set) {
        return files.has(set.pipeline())
                && files.get(set.pipeline()).featureSet().id().equals(set.id());
    }

    /// The pipeline that declares it; null if this build can't read it.
    @Nullable Pipeline of(KnownFeatureSet set) {
        return isDeclared(set)
                ? files.get(set.pipeline())
                : before.computeIfAbsent(set.key(), _ -> read(set)).orElse(null);
    }

    private static Optional<Pipeline> read(KnownFeatureSet set) {
        try {
            Pipeline pipeline = PipelineReader.read(set.source(), set.pipeline() + ".yaml");
            if (pipeline.featureSet().id().equals(set.id())) {
                return Optional.of(pipeline);
            }
            LOG.warn("This build has another id for the feature set {}", set.id());
        } catch (PipelineException e) {
            LOG.warn("This build can't read what declared the feature set {}", set.id(), e);
        }
        return Optional.empty();
    }
}
