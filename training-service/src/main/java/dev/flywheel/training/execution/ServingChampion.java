package dev.flywheel.training.execution;

import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.Link;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.scoring.OnnxScoring;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.registration.ChampionFeatures;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.scoring.Contestant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The champion as it takes part in a contest, whatever made it: a plan, or a graph that came from
/// elsewhere. To be closed after the contest, as a graph holds memory that is not the JVM's.
final class ServingChampion implements AutoCloseable {

    private final Champions.Champion champion;
    private final VersionBundle bundle;
    private final AtomicReference<String> why = new AtomicReference<>("");
    private final double offset;
    private final String otherFeatures;
    private @Nullable OnnxScoring graph;

    /// @param columns of the challenger's rows
    /// @param pipeline that made these rows
    /// @param offset what the log odds of served rows are higher by than those of rows that were
    ///   sampled as these were
    ServingChampion(
            Champions.Champion champion, List<Column> columns, Pipeline pipeline, double offset) {
        this.champion = champion;
        boolean predicts = false;
        switch (champion.bundle()) {
            case ModelBundle model -> {
                this.bundle = model;
                this.offset = model.plan().offset();
                predicts = model.plan().link() == Link.IDENTITY;
            }
            case OnnxBundle whole -> {
                this.bundle = whole.ofReadColumns();
                this.offset = offset;
            }
        }
        if (predicts != (pipeline.task() == Task.REGRESSION)) {
            why.set("it answers another kind of question");
        }
        this.otherFeatures = otherFeatures(columns, pipeline);
    }

    int version() {
        return champion.version();
    }

    /// What keeps its features from being the columns of the challenger's rows; the empty text if
    /// nothing does.
    String otherFeatures() {
        return otherFeatures;
    }

    /// The text of the pipeline's file with which it was made.
    String pipelineFile() {
        return bundle.pipeline();
    }

    /// Over rows with these columns, which have what it reads; null if it can't be compared.
    @Nullable Contestant over(List<Column> columns) {
        if (!why().isEmpty()) {
            return null;
        }
        return switch (bundle) {
            case ModelBundle model -> Contestant.model(model.encoder(), model.plan(), columns);
            case OnnxBundle read -> open(read, columns);
        };
    }

    /// Says that it can't be compared.
    void excuse(String reason) {
        why.updateAndGet(before -> before.isEmpty() ? reason : before);
    }

    /// Why it can't be compared; the empty text if it can, as far as it has scored.
    String why() {
        return why.get();
    }

    /// Bundles tell it of served scores; here it is among the rows as they were sampled.
    @Nullable Double threshold() {
        Double threshold = bundle.threshold();
        return threshold == null ? null : Double.valueOf(ScoringPlan.corrected(threshold, -offset));
    }

    /// A column of the same name may have come to mean something else, and would say nothing of how
    /// good it is where it serves.
    private String otherFeatures(List<Column> columns, Pipeline pipeline) {
        Set<String> read =
                bundle.columns().stream()
                        .map(Column::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        try {
            Set<String> changed = ChampionFeatures.changed(bundle, pipeline);
            changed.retainAll(read);
            columns.forEach(column -> read.remove(column.name()));
            return Stream.of(
                            told("it reads features that are no more: ", read),
                            told("it reads features that mean something else now: ", changed))
                    .filter(reason -> !reason.isEmpty())
                    .collect(Collectors.joining("; "));
        } catch (PipelineException e) {
            excuse(
                    "this build does not understand its %s any more: %s"
                            .formatted(BundleFiles.PIPELINE, e.mistakes().getFirst().message()));
            return "";
        }
    }

    private static String told(String what, Set<String> names) {
        return names.isEmpty() ? "" : what + String.join(", ", names);
    }

    private @Nullable Contestant open(OnnxBundle bundle, List<Column> columns) {
        try {
            OnnxScoring scoring = OnnxScoring.open(bundle);
            graph = scoring;
            return Contestant.probabilities(
                    row -> score(scoring, row), bundle.columns(), offset, columns);
        } catch (GraphRefusedException e) {
            excuse("its graph can't be run: " + e.reason());
            return null;
        }
    }

    /// A row without a score ends the comparison and not the run.
    private double score(OnnxScoring scoring, FeatureRow row) {
        if (why().isEmpty()) {
            try {
                return scoring.score(row);
            } catch (GraphRefusedException e) {
                excuse("its graph has no score for a row: " + e.reason());
            }
        }
        return 0.5;
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
        }
    }
}
