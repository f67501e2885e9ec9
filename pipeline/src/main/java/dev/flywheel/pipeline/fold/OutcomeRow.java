package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.FeatureVector;
import java.time.Instant;

/// An event with its features before it happened and the answer that came later.
///
/// @param label 1 for yes and 0 for no, or a number to learn
/// @param answeredAt the event time of the answer; the end of the time for one if none came
public record OutcomeRow(Event event, FeatureVector features, double label, Instant answeredAt) {}
