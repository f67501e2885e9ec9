package dev.flywheel.pipeline.feature;

/// Only how many there are. Its bytes are those of a [Tally] without a sum.
final class Count extends Summary {

    @Override
    void accumulate(double value) {
        // Counted already.
    }

    @Override
    void subtract(double value) {
        // Counted already.
    }

    @Override
    void merge(Summary other) {
        // Counted already.
    }

    @Override
    void writeRest(StateWriter out) {
        CompensatedSum.write(0, 0, out);
    }

    @Override
    void readRest(StateReader in) {
        new CompensatedSum().read(in);
    }
}
