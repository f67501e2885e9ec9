package dev.flywheel.pipeline.spec;

import org.jspecify.annotations.Nullable;

/// How rank metrics are made: each positive against every candidate known at its place.
///
/// @param known an entity that must have had an earlier event for its positives to be evaluated,
///   such as `user`: a first click tells a recommender nothing; null to take all
public record Evaluation(Group group, Candidates candidates, @Nullable String known) {

    /// What makes one list.
    public enum Group {
        EVENT
    }

    /// Which candidates a list has.
    public enum Candidates {
        ALL
    }
}
