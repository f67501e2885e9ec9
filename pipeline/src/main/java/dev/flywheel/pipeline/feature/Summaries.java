package dev.flywheel.pipeline.feature;

/// The summaries of a window's buckets, oldest first: what a [Summary] is to all events, each of
/// these is to those of one bucket.
sealed interface Summaries permits Tallies, SummaryObjects {

    /// Makes room for so many.
    void reserve(int slots);

    /// Makes an empty one at a slot, and moves those from there on.
    ///
    /// @param size how many there were
    void insert(int slot, int size);

    /// Forgets the oldest ones.
    ///
    /// @param size how many there were
    void removeFirst(int gone, int size);

    void add(int slot, double value);

    /// Takes back one value of a count or a sum.
    void takeBack(int slot, double value);

    long count(int slot);

    /// Adds what a slot has to a summary of the same statistic.
    void addTo(Summary all, int slot);

    /// The same bytes as [Summary#write].
    void write(int slot, StateWriter out);

    void read(int slot, StateReader in);

    static Summaries of(Statistic statistic) {
        return switch (statistic) {
            case COUNT -> new Tallies(false);
            case SUM, MEAN -> new Tallies(true);
            case MIN, MAX, STDDEV, DISTINCT -> new SummaryObjects(statistic);
        };
    }

    /// The length of an array with room for one more, and not much more: there are very many.
    static int grown(int size) {
        return size + size / 4 + 2;
    }
}
