package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;

/// Rows with the number that a regression predicted for each and the one that it was.
public final class PredictedRows implements MeasuredRows {

    private final double[] predictions;
    private final double[] labels;

    /// Takes the arrays over; they are not copied.
    public PredictedRows(double[] predictions, double[] labels) {
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException(
                    predictions.length + " predictions for " + labels.length + " labels");
        }
        this.predictions = predictions;
        this.labels = labels;
    }

    @Override
    public int size() {
        return labels.length;
    }

    /// Numbers decide nothing.
    @Override
    public Decision decision() {
        return Decision.EVEN;
    }

    @Override
    public double value(Metric metric, int[] times) {
        return switch (metric.kind()) {
            case RMSE -> Math.sqrt(squaredError(times) / count(times));
            case MAE -> absoluteError(times) / count(times);
            case R2 -> 1 - squaredError(times) / squaredDistance(times);
            case AUC,
                    AVERAGE_PRECISION,
                    LOG_LOSS,
                    ACCURACY,
                    PRECISION,
                    RECALL,
                    F1,
                    CALIBRATION_ERROR,
                    COST,
                    PRECISION_AT,
                    NDCG,
                    MRR,
                    HIT_RATE,
                    MAP,
                    GAUC ->
                    Double.NaN;
        };
    }

    private double squaredError(int[] times) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double error = predictions[i] - labels[i];
            sum += times[i] * error * error;
        }
        return sum;
    }

    private double absoluteError(int[] times) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += times[i] * Math.abs(predictions[i] - labels[i]);
        }
        return sum;
    }

    /// From the mean of the labels.
    private double squaredDistance(int[] times) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += times[i] * labels[i];
        }
        double mean = sum / count(times);
        double distances = 0;
        for (int i = 0; i < labels.length; i++) {
            double distance = labels[i] - mean;
            distances += times[i] * distance * distance;
        }
        return distances == 0 ? Double.NaN : distances;
    }

    private static double count(int[] times) {
        long count = 0;
        for (int each : times) {
            count += each;
        }
        return count;
    }
}
