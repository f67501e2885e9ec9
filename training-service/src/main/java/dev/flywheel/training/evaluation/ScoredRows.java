package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Rows with the probability that a model gave each and whether it was positive.
///
/// Probabilities are those of the rows as they were sampled: with four negatives for each positive
/// the base rate is 0.2, and the threshold of 0.5 means what it says.
public final class ScoredRows implements MeasuredRows {

    /// How many bins of about as many rows each the calibration error is told by.
    private static final int BINS = 10;

    /// Below it a probability is taken for it, so that one row can't make the log loss infinite.
    private static final double FLOOR = 1e-15;

    private final double[] probabilities;
    private final boolean[] labels;
    private final int[] bestFirst;
    private final Decision decision;

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
        this.decision = Decision.EVEN;
    }

    private ScoredRows(ScoredRows rows, Decision decision) {
        this.probabilities = rows.probabilities;
        this.labels = rows.labels;
        this.bestFirst = rows.bestFirst;
        this.decision = decision;
    }

    /// The same rows under another decision.
    public ScoredRows deciding(Decision other) {
        return new ScoredRows(this, other);
    }

    @Override
    public Decision decision() {
        return decision;
    }

    /// Whether there are positives and negatives; otherwise any decision is as good that always
    /// says the same.
    public boolean hasBothLabels() {
        long positives = IntStream.range(0, labels.length).filter(i -> labels[i]).count();
        return positives > 0 && positives < labels.length;
    }

    /// The decision that costs least on these rows: its threshold is in the middle between the last
    /// probability that gets a yes and the first that gets a no.
    public Decision cheapest(Cost cost) {
        double spent = IntStream.range(0, labels.length).filter(i -> labels[i]).count();
        spent *= cost.falseNegative();
        double least = spent;
        double threshold = 1;
        for (int start = 0; start < bestFirst.length; ) {
            int end = endOfTie(start);
            for (int i = start; i < end; i++) {
                spent += labels[bestFirst[i]] ? -cost.falseNegative() : cost.falsePositive();
            }
            if (spent < least) {
                least = spent;
                double next = end == bestFirst.length ? 0 : probabilities[bestFirst[end]];
                threshold = (probabilities[bestFirst[start]] + next) / 2;
            }
            start = end;
        }
        return new Decision(threshold, cost);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public double value(Metric metric, int[] times) {
        return switch (metric.kind()) {
            case AUC -> auc(times);
            case AVERAGE_PRECISION -> averagePrecision(times);
            case LOG_LOSS -> logLoss(times);
            case ACCURACY -> confusion(times).accuracy();
            case PRECISION -> confusion(times).precision();
            case RECALL -> confusion(times).recall();
            case F1 -> confusion(times).f1();
            case CALIBRATION_ERROR -> calibrationError(times);
            case COST -> cost(confusion(times));
            case RMSE, MAE, R2, PRECISION_AT, NDCG, MRR, HIT_RATE, MAP, GAUC -> Double.NaN;
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

    /// The expected calibration error: the mean distance between the mean probability and the share
    /// of positives in bins of about as many rows each, weighted by rows. Rows with the same
    /// probability stay together.
    ///
    /// Definition: Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning"
    /// (2015), with bins of equal mass, as bins of equal width say nothing of a label that is rare.
    private double calibrationError(int[] times) {
        long all = Arrays.stream(times).asLongStream().sum();
        double error = 0;
        long done = 0;
        long inBin = 0;
        double said = 0;
        double was = 0;
        int bin = 1;
        for (int start = 0; start < bestFirst.length; ) {
            int end = endOfTie(start);
            for (int i = start; i < end; i++) {
                int row = bestFirst[i];
                inBin += times[row];
                said += times[row] * probabilities[row];
                was += labels[row] ? times[row] : 0;
            }
            if (end == bestFirst.length || done + inBin >= bin * (double) all / BINS) {
                error += Math.abs(said - was);
                done += inBin;
                inBin = 0;
                said = 0;
                was = 0;
                bin = (int) (done * BINS / all) + 1;
            }
            start = end;
        }
        return error / all;
    }

    private double cost(Confusion confusion) {
        Cost cost = decision.cost();
        return cost == null ? Double.NaN : confusion.cost(cost);
    }

    private Confusion confusion(int[] times) {
        long[] counts = new long[4];
        for (int i = 0; i < labels.length; i++) {
            boolean said = probabilities[i] >= decision.threshold();
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

        double cost(Cost each) {
            long all = truePositives + falsePositives + falseNegatives + trueNegatives;
            return (falsePositives * each.falsePositive() + falseNegatives * each.falseNegative())
                    / all;
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
