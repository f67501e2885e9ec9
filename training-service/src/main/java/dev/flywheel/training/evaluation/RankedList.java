package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;

/// Where the positives of one evaluation list, or of one period, ended up.
///
/// Ties are told by mean rank: a candidate that ties with t others takes the middle of the t + 1
/// places that they share, so a model gains nothing by scoring everything the same.
///
/// @param ranks of the positives, ascending, from 1
/// @param size how many candidates were ranked
@SuppressWarnings("ArrayRecordComponent") // equal by content, see below
public record RankedList(double[] ranks, int size) {

    /// Ranks candidates by score, best first.
    public static RankedList of(double[] scores, boolean[] positive) {
        double[] ranks = new double[scores.length];
        int positives = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positive[i]) {
                ranks[positives++] = meanRank(scores, i);
            }
        }
        ranks = Arrays.copyOf(ranks, positives);
        Arrays.sort(ranks);
        return new RankedList(ranks, scores.length);
    }

    /// What this list contributes to the mean of a metric of lists.
    public double value(Metric metric) {
        return switch (metric.kind()) {
            case NDCG -> ndcg(cutoff(metric));
            case MRR -> hit(cutoff(metric)) ? 1 / ranks[0] : 0;
            case HIT_RATE -> hit(cutoff(metric)) ? 1 : 0;
            case MAP -> averagePrecision();
            case GAUC -> auc();
            case PRECISION_AT -> precision(cutoff(metric));
            case AUC,
                    AVERAGE_PRECISION,
                    LOG_LOSS,
                    ACCURACY,
                    PRECISION,
                    RECALL,
                    F1,
                    CALIBRATION_ERROR,
                    COST,
                    RMSE,
                    MAE,
                    R2 ->
                    throw new IllegalArgumentException(metric + " is no metric of lists");
        };
    }

    private static int cutoff(Metric metric) {
        Integer k = metric.k();
        return k == null ? Integer.MAX_VALUE : k;
    }

    private boolean hit(int cutoff) {
        return ranks.length > 0 && ranks[0] <= cutoff;
    }

    /// Of the first k, or of all if there are fewer, the share of positives.
    private double precision(int cutoff) {
        long hits = Arrays.stream(ranks).filter(rank -> rank <= cutoff).count();
        return (double) hits / Math.min(cutoff, size);
    }

    private double ndcg(int cutoff) {
        double gain = 0;
        double ideal = 0;
        for (int i = 0; i < ranks.length; i++) {
            gain += ranks[i] <= cutoff ? discount(ranks[i]) : 0;
            ideal += i < cutoff ? discount(i + 1) : 0;
        }
        return ideal == 0 ? 0 : gain / ideal;
    }

    private double averagePrecision() {
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += (i + 1) / ranks[i];
        }
        return ranks.length == 0 ? 0 : sum / ranks.length;
    }

    private double auc() {
        int positives = ranks.length;
        int negatives = size - positives;
        if (positives == 0 || negatives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (double rank : ranks) {
            sum += size + 1 - rank;
        }
        return (sum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    private static double discount(double rank) {
        return StrictMath.log(2) / StrictMath.log(1 + rank);
    }

    private static double meanRank(double[] scores, int of) {
        double score = scores[of];
        int better = 0;
        int equal = 0;
        for (double other : scores) {
            if (other > score) {
                better++;
            } else if (other == score) {
                equal++;
            }
        }
        return better + (equal + 1) / 2.0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RankedList(double[] otherRanks, int otherSize)
                && size == otherSize
                && Arrays.equals(ranks, otherRanks);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(ranks);
    }

    @Override
    public String toString() {
        return Arrays.toString(ranks) + " of " + size;
    }
}
