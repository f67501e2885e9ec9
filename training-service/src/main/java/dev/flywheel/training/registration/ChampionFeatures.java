package dev.flywheel.training.registration;

import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.util.Set;
import java.util.TreeSet;

/// What a version's features are in the eyes of the pipeline's file of today.
public final class ChampionFeatures {

    private ChampionFeatures() {}

    /// Those that the file still has by name, and that mean something else in it.
    ///
    /// @throws dev.flywheel.pipeline.PipelineException if this build does not understand the
    ///   version's file any more
    public static Set<String> changed(VersionBundle version, Pipeline pipeline) {
        Pipeline own = PipelineReader.read(version.pipeline(), BundleFiles.PIPELINE);
        return new TreeSet<>(pipeline.featureSet().changedFrom(own.featureSet()));
    }
}
