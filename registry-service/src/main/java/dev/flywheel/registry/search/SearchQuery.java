package dev.flywheel.registry.search;

import java.util.List;

/// What a search asks for, as the client wrote it.
///
/// @param filter comparisons joined by AND, such as `metrics.auc > 0.7 AND tags.team = 'ads'`;
///   blank for everything
/// @param orderBy what to sort by, such as `metrics.auc DESC`, the first first; empty for the
///   search's own order
/// @param limit the most rows
/// @param offset how many rows come before
public record SearchQuery(String filter, List<String> orderBy, int limit, long offset) {}
