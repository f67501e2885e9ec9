package dev.flywheel.feature.trainingdata;

import java.time.Instant;
import java.util.Map;

/// A row that features are joined to.
///
/// @param number its place in the file, from 1
/// @param at the moment that the values are true of
/// @param keys by entity
/// @param fields of the event that happens then, as far as the file has columns for them
record SpineRow(long number, Instant at, Map<String, String> keys, Map<String, Object> fields) {}
