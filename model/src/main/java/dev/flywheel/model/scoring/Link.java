package dev.flywheel.model.scoring;

/// From a margin to a score.
public enum Link {
    /// Log odds become a probability.
    LOGIT {
        @Override
        public double apply(double margin) {
            return ScoringPlan.sigmoid(margin);
        }
    },
    /// The margin is the answer: a regression.
    IDENTITY {
        @Override
        public double apply(double margin) {
            return margin;
        }
    };

    public abstract double apply(double margin);
}
