package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// A statistic of what events bring; those without a value don't count. What is remembered of them
/// is independent of their order.
///
/// Instants are milliseconds since the epoch, in event time. A value may be asked for at any
/// instant not before the latest event.
abstract sealed class AggregateCell implements Cell permits Counter, AllTime, Buckets, Streaks {

    private final Statistic statistic;

    AggregateCell(Statistic statistic) {
        this.statistic = statistic;
    }

    static AggregateCell of(Statistic statistic, Retention retention) {
        return switch (retention) {
            case Retention.Forever() ->
                    statistic == Statistic.COUNT ? new Counter() : new AllTime(statistic);
            case Retention.Window(var length, var delay) ->
                    new Buckets(statistic, Buckets.width(length), delay.toMillis());
            case Retention.UntilIdle(var idle) -> new Streaks(statistic, idle.toMillis());
            case Retention.HalfLife _ ->
                    throw new IllegalArgumentException("What decays keeps no events");
        };
    }

    final Statistic statistic() {
        return statistic;
    }

    /// Adds a value of an event.
    abstract void add(long at, double value);

    /// Takes back a value of a count, sum or mean; what is forgotten already stays so.
    ///
    /// @return false if it can't be, as others were forgotten for it; nothing has changed then
    abstract boolean takeBack(long at, double value);

    /// How many values there are.
    abstract long count(long at);

    /// All that is remembered; null if nothing is.
    abstract @Nullable Summary summary(long at);

    @Override
    public final void apply(Place place, AsOf at, @Nullable Object value) {
        switch (statistic) {
            case COUNT -> add(at.millis(), 0);
            case DISTINCT -> {
                if (value != null) {
                    add(at.millis(), DistinctHashes.hash(value));
                }
            }
            case SUM, MEAN, MIN, MAX, STDDEV -> {
                if (value instanceof Number number) {
                    add(at.millis(), number.doubleValue());
                }
            }
        }
    }

    @Override
    public final void add(Place place) {
        add(place.eventTime().toEpochMilli(), 0);
    }

    @Override
    public final void takeBack(Place place) {
        if (!takeBack(place.eventTime().toEpochMilli(), 0)) {
            throw new IllegalArgumentException("What was forgotten can't come back");
        }
    }

    @Override
    public final boolean takeBack(Place place, @Nullable Object value) {
        long at = place.eventTime().toEpochMilli();
        return switch (statistic) {
            case COUNT -> takeBack(at, 0);
            case SUM, MEAN ->
                    !(value instanceof Number number) || takeBack(at, number.doubleValue());
            case MIN, MAX, STDDEV, DISTINCT -> value == null;
        };
    }

    @Override
    public final void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, number(at));
    }

    @Override
    public final double number(AsOf at) {
        return statistic == Statistic.COUNT
                ? count(at.millis())
                : statistic.of(summary(at.millis()));
    }
}
