package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.artifact.ArtifactAreas;
import dev.flywheel.training.dataset.SnapshotClient;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.execution.Refit;
import dev.flywheel.training.provenance.TrainingEnvironment;
import dev.flywheel.training.registration.Bundles;
import dev.flywheel.training.registration.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.client.RestClientException;

/// Trains a version's model again: the same snapshot, pipeline file, seed and configuration, by the
/// code that runs train with. Nothing of it is registered or kept.
@Component
class Rebuild {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private final Bundles bundles;
    private final ArtifactStore artifacts;
    private final SnapshotClient snapshots;
    private final TrainingEnvironment environment;
    private final Path directory;
    private final Clock clock;

    Rebuild(
            Registry registry,
            ArtifactAreas areas,
            SnapshotClient snapshots,
            TrainingEnvironment environment,
            FlywheelProperties flywheel,
            Clock clock) {
        this.directory = flywheel.stateDir().resolve("training").resolve("reproductions");
        this.bundles = new Bundles(registry, directory);
        this.artifacts = areas.of("feature");
        this.snapshots = snapshots;
        this.environment = environment;
        this.clock = clock;
    }

    /// Trains and compares. What fails for another reason than that something is away would fail
    /// again, so it makes a reproduction impossible.
    ///
    /// @param stopping whether this process is being stopped, which tells nothing of the version
    /// @throws RuntimeException if the registry or the artifact store can't be asked now
    ReproductionOutcome of(ReproductionRequested request, BooleanSupplier stopping) {
        Instant start = clock.instant();
        try {
            return bundles.with(
                    request.bundle(),
                    (files, bundle) -> {
                        Original original = Original.read(files, trained(bundle));
                        Comparison comparison = Comparison.of(original, train(original));
                        return comparison.outcome(start, clock.instant());
                    });
        } catch (RestClientException | UncheckedIOException | DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            if (stopping.getAsBoolean()) {
                throw e;
            }
            return impossible(request, e, start);
        }
    }

    private static ModelBundle trained(VersionBundle bundle) {
        return switch (bundle) {
            case ModelBundle model -> model;
            case OnnxBundle _ ->
                    throw new ReproductionImpossibleException(
                            "The version came as an ONNX graph: it was trained elsewhere");
        };
    }

    private ReproductionOutcome impossible(
            ReproductionRequested request, RuntimeException cause, Instant start) {
        LOG.atWarn()
                .addKeyValue("reproductionId", request.reproductionId())
                .setCause(cause)
                .log("A version can't be made again");
        return new ReproductionOutcome(
                Verdict.IMPOSSIBLE,
                cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                null,
                null,
                List.of(),
                start,
                clock.instant());
    }

    private Rebuilt train(Original original) throws IOException {
        SnapshotManifest manifest = original.snapshot();
        requireRows(manifest);
        // Copies of its own: a run that ends deletes those that it shares with nobody.
        Files.createDirectories(directory);
        Path copies = Files.createTempDirectory(directory, "snapshot");
        SnapshotFiles files = new SnapshotFiles(artifacts, copies);
        try (SnapshotDatabase snapshot = files.openRows(manifest)) {
            Refit.Refitted refitted =
                    new Refit(snapshot, manifest, original.pipeline()).train(original.candidate());
            return new Rebuilt(
                    refitted.model().digest().hex(),
                    refitted.encoder(),
                    refitted.model().plan(),
                    environment.entries());
        } finally {
            FileSystemUtils.deleteRecursively(copies);
        }
    }

    private void requireRows(SnapshotManifest manifest) {
        try {
            if (artifacts.find(new Digest(manifest.rows().sha256())).isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The artifact store can't be asked", e);
        }
        String why = snapshots.whyGone(manifest.pipeline(), manifest.id()).orElse("");
        throw new ReproductionImpossibleException(
                "Snapshot %s is gone: the artifact store has no rows with SHA-256 %s any more%s"
                        .formatted(
                                manifest.id(),
                                manifest.rows().sha256(),
                                why.isEmpty() ? "" : " (%s)".formatted(why)));
    }
}
