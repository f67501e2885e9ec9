package dev.flywheel.pipeline.feature;

/// The least or the greatest value.
final class Extreme extends Summary {

    private final boolean greatest;
    private double value = Double.NaN;

    Extreme(boolean greatest) {
        this.greatest = greatest;
    }

    /// NaN if there is none.
    double value() {
        return value;
    }

    @Override
    void accumulate(double next) {
        if (Double.isNaN(value)) {
            value = next;
        } else {
            value = greatest ? Math.max(value, next) : Math.min(value, next);
        }
    }

    @Override
    void merge(Summary other) {
        double next = ((Extreme) other).value;
        if (!Double.isNaN(next)) {
            accumulate(next);
        }
    }

    @Override
    void writeRest(StateWriter out) {
        out.writeDouble(value);
    }

    @Override
    void readRest(StateReader in) {
        value = in.readDouble();
    }
}
