package dev.flywheel.pipeline.feature;

/// What is kept of a number of events: the same for any order of them, and of any split into parts.
abstract sealed class Summary permits Count, Tally, Extreme, Moments, DistinctHashes {

    private long count;

    /// How many values were added.
    final long count() {
        return count;
    }

    final void add(double value) {
        count++;
        accumulate(value);
    }

    /// Takes back one value.
    ///
    /// @throws IllegalStateException if this is neither a count nor a sum
    final void takeBack(double value) {
        count--;
        subtract(value);
    }

    /// Takes in all that another one of the same kind has.
    final void addAll(Summary other) {
        count += other.count;
        merge(other);
    }

    final void addCount(long more) {
        count += more;
    }

    final void write(StateWriter out) {
        out.writeLong(count);
        writeRest(out);
    }

    final void read(StateReader in) {
        count = in.readLong();
        readRest(in);
    }

    abstract void accumulate(double value);

    void subtract(double value) {
        throw new IllegalStateException(getClass() + " can't forget " + value);
    }

    abstract void merge(Summary other);

    abstract void writeRest(StateWriter out);

    abstract void readRest(StateReader in);
}
