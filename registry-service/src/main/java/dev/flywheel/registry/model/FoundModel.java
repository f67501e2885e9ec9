package dev.flywheel.registry.model;

import java.util.List;

/// A model with its newest version at each stage, in the order of their numbers.
public record FoundModel(RegisteredModel model, List<ModelVersion> latest) {}
