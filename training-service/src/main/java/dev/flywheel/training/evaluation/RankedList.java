package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Where the positives of one evaluation list, or of one period, ended up.
///
/// Ties are told by mean rank: a candidate that ties with t others takes the middle of the t + 1
/// places that they share, so a model gains nothing by scoring everything the same. Of places that
/// are shared by more than the first k, precision counts the chance to be among these.
///
/// @param ranks of the positives, ascending, from 1
/// @param tied how many candidates share the place of each, itself included
/// @param size how many candidates were ranked
@SuppressWarnings("ArrayRecordComponent") // equal by content, see below
public record RankedList(double[] ranks, int[] tied, int size) {

    /// Ranks candidates by score, best first.
    public static RankedList of(double[] scores, boolean[] positive) {
        List<Shared> places =
                IntStream.range(0, scores.length)
                        .filter(i -> positive[i])
                        .mapToObj(i -> shared(scores, i))
                        .sorted(Comparator.comparingDouble(Shared::rank))
                        .toList();
        return new RankedList(
                places.stream().mapToDouble(Shared::rank).toArray(),
                places.stream().mapToInt(Shared::tied).toArray(),
                scores.length);
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
        double hits = 0;
        for (int i = 0; i < ranks.length; i++) {
            double before = ranks[i] - (tied[i] + 1) / 2.0;
            hits += Math.clamp(cutoff - before, 0, tied[i]) / tied[i];
        }
        return hits / Math.min(cutoff, size);
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

    private static Shared shared(double[] scores, int of) {
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
        return new Shared(better + (equal + 1) / 2.0, equal);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RankedList(double[] otherRanks, int[] otherTied, int otherSize)
                && size == otherSize
                && Arrays.equals(ranks, otherRanks)
                && Arrays.equals(tied, otherTied);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(ranks);
    }

    @Override
    public String toString() {
        return Arrays.toString(ranks) + " of " + size;
    }

    /// The middle of the places that candidates with the same score have, and how many these are.
    private record Shared(double rank, int tied) {}
}
