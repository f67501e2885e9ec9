package dev.flywheel.training.execution;

import dev.flywheel.training.dataset.Selection;

/// Candidates learn from one part of the past, and are measured on what came next.
///
/// @param number from 1, in order of time
record Fold(int number, Selection learned, Selection measured) {}
