package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.inference.online.OnlineFeatures;
import dev.flywheel.inference.online.OnlineFeaturesPool;
import dev.flywheel.model.bundle.BundleException;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes a bundle ready: fetches it unless it is on disk, proves it, reads its pipeline and opens
/// the online features that it needs.
final class ModelAssembler {

    private final BundleCache cache;
    private final BundleDownloader downloader;
    private final OnlineFeaturesPool pool;

    ModelAssembler(BundleCache cache, BundleDownloader downloader, OnlineFeaturesPool pool) {
        this.cache = cache;
        this.downloader = downloader;
        this.pool = pool;
    }

    /// To be closed when the model is no longer needed.
    record Assembled(
            VersionBundle bundle, Scoring scoring, Pipeline pipeline, OnlineFeatures online) {

        void close() {
            scoring.close();
            online.close();
        }
    }

    /// @throws ServingException if the version can't be fetched or used
    /// @throws BundleException if its bundle is damaged
    Assembled assemble(String model, int version, ModelServing.Bundle source) throws IOException {
        VersionBundle bundle = bundle(model, version, source);
        Pipeline pipeline = pipeline(bundle);
        requireSameFeatures(bundle, pipeline, source);
        OnlineFeatures online = pool.acquire(pipeline);
        try {
            return new Assembled(bundle, Scoring.of(bundle), pipeline, online);
        } catch (RuntimeException e) {
            online.close();
            throw e;
        }
    }

    private VersionBundle bundle(String model, int version, ModelServing.Bundle source)
            throws IOException {
        Path place = cache.path(model, version, source);
        if (Files.isDirectory(place)) {
            try {
                return VersionBundle.read(place, source.files());
            } catch (BundleException _) {
                // What was kept has rotted on this disk; the registry's copy decides.
                cache.delete(place);
            }
        }
        Path incoming = cache.incoming(model);
        try {
            downloader.download(source, incoming);
            VersionBundle bundle = VersionBundle.read(incoming, source.files());
            cache.keep(incoming, place);
            return bundle;
        } finally {
            cache.delete(incoming);
        }
    }

    private static Pipeline pipeline(VersionBundle bundle) {
        try {
            return PipelineReader.read(bundle.pipeline(), "pipeline.yaml");
        } catch (PipelineException e) {
            throw new ServingException.NotUsable(
                    "The bundle's pipeline can't be read by this build: " + e.getMessage());
        }
    }

    private static void requireSameFeatures(
            VersionBundle bundle, Pipeline pipeline, ModelServing.Bundle source) {
        String id = pipeline.featureSet().id();
        if (!id.equals(bundle.identity().featureSet()) || !id.equals(source.featureSet())) {
            throw new ServingException.NotUsable(
                    "Its feature set is %s by its pipeline, %s by its manifest, %s by the registry"
                            .formatted(id, bundle.identity().featureSet(), source.featureSet()));
        }
        List<String> trained = bundle.columns().stream().map(ModelAssembler::word).toList();
        List<String> served =
                pipeline.featureSet().columns().stream().map(ModelAssembler::word).toList();
        if (!trained.equals(served)) {
            throw new ServingException.NotUsable(
                    "It was trained on the columns %s; its pipeline has %s"
                            .formatted(trained, served));
        }
    }

    private static String word(Column column) {
        return column.name() + " " + column.type().name();
    }

    private static String word(FeatureColumn column) {
        return column.name() + " " + column.type().name();
    }
}
