package dev.flywheel.pipeline.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How models are measured. Rank metrics put each positive against every candidate known at its
/// place.
///
/// @param known an entity that must have had an earlier event for its positives to be evaluated,
///   such as `user`: a first click tells a recommender nothing; null to take all
/// @param by whose scores `precision@k` ranks; null if nobody's
/// @param cost what wrong answers cost; null where all cost the same
/// @param slices categorical features by whose values the winner is measured too; null for the
///   first few that have few values
public record Evaluation(
        Group group,
        Candidates candidates,
        @Nullable String known,
        @Nullable By by,
        @Nullable Cost cost,
        @Nullable List<String> slices) {

    /// How many features may be sliced by.
    public static final int MOST_SLICES = 10;

    public Evaluation {
        slices = slices == null ? null : List.copyOf(slices);
    }

    /// What makes one list.
    public enum Group {
        EVENT
    }

    /// Which candidates a list has.
    public enum Candidates {
        ALL
    }

    /// The entity whose highest score of each period counts, such as the customer's of a day.
    ///
    /// @param per of event time, counted from 1970 in UTC
    public record By(String entity, Duration per) {}

    /// What wrong answers cost, in any unit.
    public record Cost(double falsePositive, double falseNegative) {

        /// The least probability at which saying yes is not dearer than saying no.
        public double breakEven() {
            return falsePositive / (falsePositive + falseNegative);
        }
    }
}
