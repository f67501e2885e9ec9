package dev.flywheel.pipeline.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a version must reach before it may become champion.
///
/// @param againstChampion null if the champion's quality doesn't matter
public record Gate(
        List<Requirement> require, @Nullable AgainstChampion againstChampion, Promote promote) {

    public Gate {
        require = List.copyOf(require);
    }

    /// A demand on the test part.
    public sealed interface Requirement {

        Metric metric();

        record AtLeast(Metric metric, double value) implements Requirement {}

        record AtMost(Metric metric, double value) implements Requirement {}

        record BetterThan(Metric metric, Baseline baseline) implements Requirement {}
    }

    /// What a model without learning would reach.
    public enum Baseline {
        /// Ranks candidates by how often they were chosen before.
        POPULARITY,
        /// Always answers the more frequent label, with its share as score.
        MAJORITY,
        /// Always answers the mean label; of regressions.
        MEAN;

        /// Whether it answers what that task asks.
        public boolean answers(Task task) {
            return (this == MEAN) == (task == Task.REGRESSION);
        }
    }

    /// Must be better than the champion on the same rows.
    ///
    /// @param confidence the share of a paired bootstrap's samples in which it must be better
    public record AgainstChampion(Metric metric, double confidence) {}

    /// Who promotes a version that passed.
    public enum Promote {
        AUTOMATIC,
        MANUAL
    }
}
