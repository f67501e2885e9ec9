package dev.flywheel.training.execution;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is learned from and what is measured on. Whatever is learned before a part keeps the
/// pipeline's gap to it, since labels of the gap's rows were not known when the part began.
final class Splits {

    private final SnapshotDatabase snapshot;
    private final Duration gap;
    private final int folds;
    private final Selection.@Nullable By by;

    Splits(SnapshotDatabase snapshot, Pipeline pipeline) {
        this.snapshot = snapshot;
        this.gap = pipeline.training().split().gap();
        this.folds = pipeline.training().split().folds();
        Evaluation.By declared = pipeline.evaluation().by();
        this.by =
                declared == null
                        ? null
                        : new Selection.By(
                                pipeline.schema().entity(declared.entity()).key(), declared.per());
    }

    /// What candidates learn from and are compared on: the training and the validation part, or,
    /// with a rolling origin, each division of the validation part and all that was before it. At
    /// least one.
    List<Fold> folds() {
        List<Instant> starts = folds == 1 ? List.of() : snapshot.starts(Part.VALIDATION, folds);
        if (starts.size() < 2) {
            Selection learned = Selection.of(Part.TRAIN).before(ahead(Part.VALIDATION));
            return List.of(new Fold(1, learned, measured(Part.VALIDATION)));
        }
        List<Fold> divisions = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Instant start = starts.get(i);
            Instant end = i + 1 < starts.size() ? starts.get(i + 1) : null;
            divisions.add(
                    new Fold(
                            i + 1,
                            Selection.of(Part.TRAIN, Part.VALIDATION).before(start.minus(gap)),
                            measured(Part.VALIDATION).from(start).before(end)));
        }
        return divisions;
    }

    /// What the winner learns from.
    Selection beforeTest() {
        return Selection.of(Part.TRAIN, Part.VALIDATION).before(ahead(Part.TEST));
    }

    /// What a part is measured on.
    Selection measured(Part part) {
        return Selection.of(part).by(by);
    }

    private @Nullable Instant ahead(Part part) {
        Instant start = gap.isZero() ? null : snapshot.start(part);
        return start == null ? null : start.minus(gap);
    }
}
