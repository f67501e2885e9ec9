package dev.flywheel.monitoring.quality;

import java.util.Arrays;
import java.util.Optional;

/// Positives and negatives by score, in 1,024 equal steps of the score's log-odds: enough for AUC
/// in constant memory. Mutable; for one thread.
///
/// @param positives by step
/// @param negatives by step
@SuppressWarnings("ArrayRecordComponent") // compared by their JSON only
public record ScoreCounts(long[] positives, long[] negatives) {

    private static final int STEPS = 1024;
    private static final double SPAN = 16;

    public static ScoreCounts empty() {
        return new ScoreCounts(new long[STEPS], new long[STEPS]);
    }

    static int step(double probability) {
        double bounded = Math.clamp(probability, 1e-7, 1 - 1e-7);
        double logOdds = Math.log(bounded / (1 - bounded));
        return Math.clamp((int) ((logOdds + SPAN) / (2 * SPAN) * STEPS), 0, STEPS - 1);
    }

    public void add(boolean positive, double probability) {
        (positive ? positives : negatives)[step(probability)]++;
    }

    public void add(ScoreCounts other) {
        for (int step = 0; step < STEPS; step++) {
            positives[step] += other.positives[step];
            negatives[step] += other.negatives[step];
        }
    }

    /// The area under the ROC curve: the chance that a positive scores above a negative, ties (the
    /// same step) half. Its variance is that of Hanley and McNeil (1982). Empty unless there are
    /// both positives and negatives.
    public Optional<Estimate> auc() {
        double p = Arrays.stream(positives).sum();
        double n = Arrays.stream(negatives).sum();
        if (p == 0 || n == 0) {
            return Optional.empty();
        }
        double below = 0;
        double wins = 0;
        for (int i = 0; i < STEPS; i++) {
            wins += positives[i] * (below + negatives[i] / 2.0);
            below += negatives[i];
        }
        double auc = wins / (p * n);
        double q1 = auc / (2 - auc);
        double q2 = 2 * auc * auc / (1 + auc);
        double square = auc * auc;
        double variance =
                (auc * (1 - auc) + (p - 1) * (q1 - square) + (n - 1) * (q2 - square)) / (p * n);
        return Optional.of(new Estimate(auc, Math.max(0, variance), (long) (p + n)));
    }
}
