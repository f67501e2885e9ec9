package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;

/// Scores raw feature rows with one encoder and one plan. It reuses its buffers, so it is for one
/// thread; making one is cheap.
public final class Scorer implements RowScorer {

    private final FeatureEncoder encoder;
    private final ScoringPlan plan;
    private final EncodedRow row;
    private final double[] scratch;

    public Scorer(FeatureEncoder encoder, ScoringPlan plan) {
        if (encoder.slots() != plan.slots()) {
            throw new IllegalArgumentException(
                    "The encoder has %d slots, the plan %d"
                            .formatted(encoder.slots(), plan.slots()));
        }
        this.encoder = encoder;
        this.plan = plan;
        this.row = encoder.newRow();
        this.scratch = new double[plan.scratch()];
    }

    /// The probability of the positive label, corrected for sampled negatives.
    @Override
    public double score(FeatureRow features) {
        encoder.encode(features, row);
        return plan.score(row, scratch);
    }

    /// The log odds as the model learned them, not corrected.
    public double margin(FeatureRow features) {
        encoder.encode(features, row);
        return plan.margin(row, scratch);
    }
}
