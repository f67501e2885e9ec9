package dev.flywheel.pipeline.feature;

/// A column of every feature vector.
///
/// @param meaning one sentence made from the declaration, for people
/// @param cumulative whether the value only ever grows with time (an all-time count), so that its
///   drift says nothing
public record FeatureColumn(String name, FeatureType type, String meaning, boolean cumulative) {}
