package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.FittedColumn;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import dev.flywheel.training.provenance.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a version's bundle tells of how the version was made, and what the version answers.
///
/// @param pipeline the bundle's own pipeline file, not the one that is in force now
/// @param candidate the trainer that won, with its hyperparameters as they were
/// @param fitted the encoder
/// @param environment empty if nobody noted it
record Original(
        Pipeline pipeline,
        String pipelineHash,
        SnapshotManifest snapshot,
        Candidate candidate,
        String modelDigest,
        List<FittedColumn> fitted,
        List<GoldenRow> golden,
        Map<String, String> environment) {

    private static final String TRAINER = "trainer";

    /// Reads a bundle whose checksums are right.
    ///
    /// @throws ReproductionImpossibleException if it doesn't tell enough
    static Original read(Path files, ModelBundle bundle) throws IOException {
        Origin origin = origin(files.resolve(BundleFiles.PROVENANCE));
        return new Original(
                pipeline(bundle.pipeline(), origin.seed()),
                told(origin.pipelineHash(), "pipeline_hash"),
                told(origin.snapshotManifest(), "snapshot_manifest"),
                candidate(told(origin.trainer(), TRAINER)),
                bundle.identity().modelDigest(),
                bundle.encoder().fitted(),
                GoldenRow.readAll(Files.readAllBytes(files.resolve(BundleFiles.GOLDEN))),
                origin.environment() == null ? Map.of() : origin.environment());
    }

    private static Origin origin(Path provenance) throws IOException {
        if (!Files.exists(provenance)) {
            throw new ReproductionImpossibleException(
                    "The bundle has no %s: Flywheel did not train it"
                            .formatted(BundleFiles.PROVENANCE));
        }
        try {
            return Json.read(Files.readAllBytes(provenance), Origin.class);
        } catch (JacksonException e) {
            throw new ReproductionImpossibleException(
                    "The bundle's %s can't be read: %s"
                            .formatted(BundleFiles.PROVENANCE, e.getOriginalMessage()));
        }
    }

    private static Pipeline pipeline(String yaml, @Nullable Long seed) {
        Pipeline pipeline;
        try {
            pipeline = PipelineReader.read(yaml, BundleFiles.PIPELINE);
        } catch (PipelineException e) {
            throw new ReproductionImpossibleException(
                    "This build does not understand the bundle's %s any more: %s"
                            .formatted(BundleFiles.PIPELINE, e.getMessage()));
        }
        if (seed != null && seed != pipeline.seed()) {
            throw new ReproductionImpossibleException(
                    "The bundle contradicts itself: its provenance tells the seed %d, its pipeline file %d"
                            .formatted(seed, pipeline.seed()));
        }
        return pipeline;
    }

    private static Candidate candidate(Map<String, Object> told) {
        Map<String, Object> hyperparameters = new LinkedHashMap<>(told);
        Object word = hyperparameters.remove(TRAINER);
        Trainer trainer =
                Arrays.stream(Trainer.values())
                        .filter(each -> each.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new ReproductionImpossibleException(
                                        "This build has no trainer '%s'".formatted(word)));
        return new Candidate(trainer, hyperparameters);
    }

    private static <T> T told(@Nullable T value, String name) {
        if (value == null) {
            throw new ReproductionImpossibleException(
                    "The bundle's %s tells no '%s': the version is from elsewhere, or from a build that did not keep it"
                            .formatted(BundleFiles.PROVENANCE, name));
        }
        return value;
    }
}
