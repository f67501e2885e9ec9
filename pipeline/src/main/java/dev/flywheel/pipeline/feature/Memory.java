package dev.flywheel.pipeline.feature;

/// What an aggregate remembers of its events; independent of their order.
///
/// Instants are milliseconds since the epoch, in event time. A value may be asked for at any
/// instant not before the latest event.
sealed interface Memory permits AllTime, Buckets, Streaks {

    static Memory of(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> new AllTime();
            case Retention.Window(var length) -> new Buckets(Buckets.width(length));
            case Retention.UntilIdle(var idle) -> new Streaks(idle.toMillis());
        };
    }

    void add(long at, double value);

    long count(long at);

    double mean(long at);

    void write(StateWriter out);

    void read(StateReader in);
}
