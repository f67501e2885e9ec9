package dev.flywheel.feature.online.streams;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Tells when everything that is in an application's topics at the first asking has gone through
/// all of its stages and is in the published states, however much arrives meanwhile.
///
/// One stage commits what it read together with what it sends on. So after the first round all of
/// it has left the sources, after the second the stage behind them, and so on.
final class Passage implements BooleanSupplier {

    private final OnlineLag lag;
    private int rounds;
    private @Nullable Map<TopicPartition, Long> goals;

    /// @param stages how many topics a record may pass one after the other
    Passage(OnlineLag lag, int stages) {
        this.lag = lag;
        this.rounds = stages;
    }

    @Override
    public boolean getAsBoolean() {
        while (rounds > 0) {
            if (goals == null) {
                goals = lag.goals();
            }
            if (goals == null || !lag.reached(goals)) {
                return false;
            }
            goals = null;
            rounds--;
        }
        return true;
    }
}
