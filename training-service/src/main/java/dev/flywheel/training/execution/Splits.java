package dev.flywheel.training.execution;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is learned from and what is measured on. Whatever is learned before a part keeps the
/// pipeline's gap to it, since labels of the gap's rows were not known when the part began.
final class Splits {

    private final SnapshotDatabase snapshot;
    private final Duration gap;
    private final Selection.@Nullable By by;

    Splits(SnapshotDatabase snapshot, Pipeline pipeline) {
        this.snapshot = snapshot;
        this.gap = pipeline.training().split().gap();
        Evaluation.By declared = pipeline.evaluation().by();
        this.by =
                declared == null
                        ? null
                        : new Selection.By(
                                pipeline.schema().entity(declared.entity()).key(), declared.per());
    }

    /// What candidates learn from.
    Selection beforeValidation() {
        return Selection.of(Part.TRAIN).before(ahead(Part.VALIDATION));
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
