package dev.flywheel.inference.prediction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for the best candidates.
///
/// @param candidates their keys; null for the whole catalogue
/// @param topK how many are wanted
public record RankQuery(Query query, @Nullable List<String> candidates, int topK) {}
