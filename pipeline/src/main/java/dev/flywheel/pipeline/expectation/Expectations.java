package dev.flywheel.pipeline.expectation;

import java.util.List;

/// Rules about data: an event that breaks one is quarantined, a dataset that breaks one stops the
/// run or is told about.
public record Expectations(List<EventRule> events, List<OfDataset> dataset) {

    public static final Expectations NONE = new Expectations(List.of(), List.of());

    public Expectations {
        events = List.copyOf(events);
        dataset = List.copyOf(dataset);
    }

    /// A rule for a whole dataset.
    public record OfDataset(Check check, OnBreach onBreach) {}

    public enum OnBreach {
        /// The run stops and an alert is raised.
        HALT,
        /// The run goes on and an alert is raised.
        WARN
    }
}
