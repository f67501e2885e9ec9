package dev.flywheel.training.gate;

import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.evaluation.Evaluation;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The paired bootstrap (Efron and Tibshirani 1993): how sure a difference between two models on
/// the same rows is. The same seed draws the same samples.
final class PairedBootstrap {

    private static final int SAMPLES = 1_000;

    private final long seed;

    PairedBootstrap(long seed) {
        this.seed = seed;
    }

    /// Compares two evaluations of the same rows and lists.
    Comparison compare(Evaluation challenger, Evaluation champion, Metric metric) {
        int size = challenger.size(metric);
        if (size != champion.size(metric)) {
            throw new IllegalArgumentException(
                    "The challenger was evaluated on %d and the champion on %d"
                            .formatted(size, champion.size(metric)));
        }
        Evaluation.Resampled first = challenger.resampled(metric);
        Evaluation.Resampled second = champion.resampled(metric);
        double sign = metric.lowerIsBetter() ? -1 : 1;
        SplittableRandom random = new SplittableRandom(seed);
        int[] times = new int[size];
        int better = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < size; i++) {
                times[random.nextInt(size)]++;
            }
            better += sign * (first.value(times) - second.value(times)) > 0 ? 1 : 0;
        }
        return new Comparison(
                challenger.value(metric), champion.value(metric), (double) better / SAMPLES);
    }

    /// The two values, and the share of the samples in which the challenger was better.
    record Comparison(double challenger, double champion, double confidence) {}
}
