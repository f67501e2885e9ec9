package dev.flywheel.training.reproduction;

import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.ScoringPlan;
import java.util.Map;

/// What training the same again gave.
///
/// @param environment what it was made with
record Rebuilt(
        String modelDigest,
        FeatureEncoder encoder,
        ScoringPlan plan,
        Map<String, String> environment) {}
