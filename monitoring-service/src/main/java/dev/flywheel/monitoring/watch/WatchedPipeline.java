package dev.flywheel.monitoring.watch;

import dev.flywheel.monitoring.alert.RetrainState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the watch over a pipeline stands.
///
/// @param clock the greatest event time seen; null before any
/// @param outcomeClock how far outcomes are known
/// @param champion the version that consequences apply to; null before the first
public record WatchedPipeline(
        String pipeline,
        @Nullable Instant clock,
        @Nullable Instant outcomeClock,
        long predictionsSeen,
        long outcomesSeen,
        long outcomesJoined,
        @Nullable Integer champion,
        RetrainState retrain) {

    public static WatchedPipeline fresh(String pipeline) {
        return new WatchedPipeline(pipeline, null, null, 0, 0, 0, null, RetrainState.NEW);
    }

    WatchedPipeline counted(long predictions, long outcomes, long joined) {
        return new WatchedPipeline(
                pipeline,
                clock,
                outcomeClock,
                predictionsSeen + predictions,
                outcomesSeen + outcomes,
                outcomesJoined + joined,
                champion,
                retrain);
    }

    /// Clocks never go back.
    WatchedPipeline at(@Nullable Instant newClock, @Nullable Instant newOutcomeClock) {
        return new WatchedPipeline(
                pipeline,
                later(clock, newClock),
                later(outcomeClock, newOutcomeClock),
                predictionsSeen,
                outcomesSeen,
                outcomesJoined,
                champion,
                retrain);
    }

    WatchedPipeline with(RetrainState newRetrain) {
        return new WatchedPipeline(
                pipeline,
                clock,
                outcomeClock,
                predictionsSeen,
                outcomesSeen,
                outcomesJoined,
                champion,
                newRetrain);
    }

    /// The first champion is nothing new; another one shows that training led to something.
    WatchedPipeline servedBy(int version) {
        if (champion != null && champion == version) {
            return this;
        }
        return new WatchedPipeline(
                pipeline,
                clock,
                outcomeClock,
                predictionsSeen,
                outcomesSeen,
                outcomesJoined,
                version,
                retrain.championChanged());
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
