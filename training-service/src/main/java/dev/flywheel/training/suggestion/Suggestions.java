package dev.flywheel.training.suggestion;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.artifact.ArtifactAreas;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.TrainingRuns;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Proposes expectations from the dataset of a pipeline's latest run.
@Component
public class Suggestions {

    private final TrainingRuns runs;
    private final SnapshotFiles snapshots;

    Suggestions(TrainingRuns runs, ArtifactAreas areas, FlywheelProperties flywheel) {
        this.runs = runs;
        // Copies of their own: a run deletes its copies when it ends.
        this.snapshots =
                new SnapshotFiles(
                        areas.of("feature"),
                        flywheel.stateDir().resolve("training").resolve("suggestions"));
    }

    /// What to expect. One at a time, as each reads a whole dataset.
    ///
    /// @throws NoDatasetException if no run has made one yet
    public synchronized Suggestion of(Pipeline pipeline) {
        Run run =
                runs.latest(pipeline.name()).stream()
                        .filter(each -> each.findings().snapshot() != null)
                        .findFirst()
                        .orElseThrow(() -> new NoDatasetException(pipeline.name()));
        SnapshotManifest manifest = run.findings().snapshot();
        if (manifest == null) {
            throw new NoDatasetException(pipeline.name());
        }
        return new Suggestion(
                pipeline.name(),
                run.id(),
                manifest.id(),
                manifest.rowCount(),
                yaml(pipeline, manifest));
    }

    private String yaml(Pipeline pipeline, SnapshotManifest manifest) {
        try (SnapshotDatabase dataset = snapshots.open(manifest)) {
            Object rate = dataset.values(List.of("avg(label)")).getFirst();
            List<ColumnStatistics> columns =
                    dataset.columns().stream()
                            .map(column -> ColumnStatistics.of(dataset, column))
                            .toList();
            return new SuggestedYaml(cumulative(pipeline))
                    .of(
                            manifest,
                            rate instanceof Number number ? number.doubleValue() : 0,
                            columns);
        } finally {
            snapshots.forget(manifest);
        }
    }

    private static Set<String> cumulative(Pipeline pipeline) {
        return pipeline.featureSet().columns().stream()
                .filter(FeatureColumn::cumulative)
                .map(FeatureColumn::name)
                .collect(Collectors.toSet());
    }
}
