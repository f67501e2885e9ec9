package dev.flywheel.training.trainer;

/// Mean and deviation of labels that are numbers. Learning steps of one size fit labels of all
/// sizes only if these are taken out before, and put back into the plan after.
record Spread(double mean, double deviation) {

    /// Labels as they are.
    static final Spread NONE = new Spread(0, 1);

    static Spread of(TrainingRows rows) {
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            sum += rows.label(row);
        }
        double mean = sum / rows.size();
        double squares = 0;
        for (int row = 0; row < rows.size(); row++) {
            double distance = rows.label(row) - mean;
            squares += distance * distance;
        }
        double deviation = Math.sqrt(squares / rows.size());
        return new Spread(mean, deviation > 0 ? deviation : 1);
    }

    double standard(double label) {
        return (label - mean) / deviation;
    }
}
