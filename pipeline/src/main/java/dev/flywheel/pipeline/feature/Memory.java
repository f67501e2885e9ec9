package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// What an aggregate remembers of its events; independent of their order.
///
/// Instants are milliseconds since the epoch, in event time. A value may be asked for at any
/// instant not before the latest event.
sealed interface Memory permits AllTime, Buckets, Streaks {

    /// Adds a value of an event.
    void add(long at, double value);

    /// Takes back a value of a count, sum or mean; what is forgotten already stays so.
    ///
    /// @return false if it can't be, as others were forgotten for it; nothing has changed then
    boolean takeBack(long at, double value);

    /// How many values there are.
    long count(long at);

    /// All that is remembered; null if nothing is.
    @Nullable Summary summary(long at);

    void write(StateWriter out);

    void read(StateReader in);

    static Memory of(Statistic statistic, Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> new AllTime(statistic);
            case Retention.Window(var length, var delay) ->
                    new Buckets(statistic, Buckets.width(length), delay.toMillis());
            case Retention.UntilIdle(var idle) -> new Streaks(statistic, idle.toMillis());
            case Retention.HalfLife _ ->
                    throw new IllegalArgumentException("What decays keeps no events");
        };
    }
}
