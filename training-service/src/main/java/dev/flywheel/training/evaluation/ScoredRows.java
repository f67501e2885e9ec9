package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Rows with what a model said of each and what was true. Safe for use by several threads.
///
/// Probabilities are those of the rows as they were sampled: with four negatives for each positive
/// the base rate is 0.2, and the threshold of 0.5 means what it says.
public final class ScoredRows {

    public static final double THRESHOLD = 0.5;

    /// Below it a probability is taken for it, so that one row can't make the log loss infinite.
    private static final double FLOOR = 1e-15;

    private final double[] probabilities;
    private final boolean[] labels;
    private final int[] bestFirst;

    /// Takes the arrays over; they are not copied.
    public ScoredRows(double[] probabilities, boolean[] labels) {
        if (probabilities.length != labels.length) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for " + labels.length + " labels");
        }
        this.probabilities = probabilities;
        this.labels = labels;
        this.bestFirst =
                IntStream.range(0, labels.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    public int size() {
        return labels.length;
    }

    public double value(Metric metric) {
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        return value(metric, once);
    }

    /// The metric where row `i` counts `times[i]` times; NaN where it is not defined.
    double value(Metric metric, int[] times) {
        return switch (metric.kind()) {
            case AUC -> auc(times);
            case AVERAGE_PRECISION -> averagePrecision(times);
            case LOG_LOSS -> logLoss(times);
            case ACCURACY -> confusion(times).accuracy();
            case PRECISION -> confusion(times).precision();
            case RECALL -> confusion(times).recall();
            case F1 -> confusion(times).f1();
            case NDCG, MRR, HIT_RATE, MAP, GAUC ->
                    throw new IllegalArgumentException(metric + " is no metric of rows");
        };
    }

    /// The probability that a positive row scores above a negative one, ties counting half.
    private double auc(int[] times) {
        double won = 0;
        long positivesAbove = 0;
        long negatives = 0;
        for (int start = 0; start < bestFirst.length; ) {
            int end = endOfTie(start);
            long tiedPositives = 0;
            long tiedNegatives = 0;
            for (int i = start; i < end; i++) {
                if (labels[bestFirst[i]]) {
                    tiedPositives += times[bestFirst[i]];
                } else {
                    tiedNegatives += times[bestFirst[i]];
                }
            }
            won += tiedNegatives * (positivesAbove + tiedPositives / 2.0);
            positivesAbove += tiedPositives;
            negatives += tiedNegatives;
            start = end;
        }
        return won / ((double) positivesAbove * negatives);
    }

    private double averagePrecision(int[] times) {
        double sum = 0;
        long positives = 0;
        long taken = 0;
        for (int start = 0; start < bestFirst.length; ) {
            int end = endOfTie(start);
            long before = positives;
            for (int i = start; i < end; i++) {
                taken += times[bestFirst[i]];
                positives += labels[bestFirst[i]] ? times[bestFirst[i]] : 0;
            }
            if (positives > before) {
                sum += (positives - before) * ((double) positives / taken);
            }
            start = end;
        }
        return sum / positives;
    }

    private int endOfTie(int start) {
        int end = start + 1;
        while (end < bestFirst.length
                && probabilities[bestFirst[end]] == probabilities[bestFirst[start]]) {
            end++;
        }
        return end;
    }

    private double logLoss(int[] times) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < labels.length; i++) {
            double p = labels[i] ? probabilities[i] : 1 - probabilities[i];
            sum -= times[i] * StrictMath.log(Math.max(p, FLOOR));
            count += times[i];
        }
        return sum / count;
    }

    private Confusion confusion(int[] times) {
        long[] counts = new long[4];
        for (int i = 0; i < labels.length; i++) {
            boolean said = probabilities[i] >= THRESHOLD;
            counts[(labels[i] ? 2 : 0) + (said ? 1 : 0)] += times[i];
        }
        return new Confusion(counts[3], counts[1], counts[2], counts[0]);
    }

    private record Confusion(
            long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

        double accuracy() {
            long all = truePositives + falsePositives + falseNegatives + trueNegatives;
            return (double) (truePositives + trueNegatives) / all;
        }

        double precision() {
            return (double) truePositives / (truePositives + falsePositives);
        }

        double recall() {
            return (double) truePositives / (truePositives + falseNegatives);
        }

        double f1() {
            return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
        }
    }
}
