package dev.flywheel.pipeline.feature;

/// A declared feature.
public record FeatureSpec(String name, Operator operator) {}
