package dev.flywheel.training.suggestion;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.training.suggestion.ColumnStatistics.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes expectations that a dataset meets with some room, each with what was observed, as a
/// section of a pipeline file.
final class SuggestedYaml {

    private static final int DIGITS = 3;
    private static final double MOSTLY = 0.99;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> cumulative;

    /// @param cumulative features that only ever grow: where they lie now says nothing of tomorrow
    SuggestedYaml(Set<String> cumulative) {
        this.cumulative = Set.copyOf(cumulative);
    }

    String of(SnapshotManifest snapshot, double labelRate, List<ColumnStatistics> columns) {
        double room = Math.abs(labelRate) / 5;
        lines.add(
                "# From snapshot %s: %d rows of %s to %s."
                        .formatted(
                                snapshot.id(),
                                snapshot.rowCount(),
                                snapshot.firstEventTime(),
                                snapshot.lastEventTime()));
        lines.add(
                "# All of this held then. Keep what you mean, and set its limits by what you know.");
        lines.add("expectations:");
        lines.add("  dataset:");
        rule(
                "{ rows: { at_least: %d } }".formatted(snapshot.rowCount() / 2),
                "observed: " + snapshot.rowCount());
        rule("{ anomaly: { of: rows, change: { at_most: 0.5 } }, on_breach: warn }", "");
        rule(
                "{ label_rate: %s }".formatted(limits(labelRate - room, labelRate + room)),
                "observed: " + shown(labelRate));
        columns.forEach(this::column);
        rule("{ drift_from_champion: { psi: { at_most: 0.5 } }, on_breach: warn }", "");
        return String.join("\n", lines) + "\n";
    }

    private void column(ColumnStatistics column) {
        String name = column.column().name();
        lines.add("");
        if (column.distinct() == 0) {
            lines.add("    # %s has no value in any row.".formatted(name));
            return;
        }
        if (column.distinct() == 1) {
            lines.add(
                    "    # %s has the same value in every row: it tells nothing.".formatted(name));
        }
        double most = column.missing() == 0 ? 0 : up(Math.min(1, column.missing() * 1.5 + 0.01));
        rule(
                "{ feature: %s, missing_share: { at_most: %s } }"
                        .formatted(name, Limits.plain(most)),
                "observed: " + shown(column.missing()));
        Range range = column.range();
        if (range != null) {
            numbers(name, range);
        } else if (!column.values().isEmpty()) {
            rule(
                    "{ feature: %s, in: [%s], mostly: %s }"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            column.values().stream()
                                                    .map(Json.MAPPER::writeValueAsString)
                                                    .toList()),
                                    MOSTLY),
                    "observed: %d values".formatted(column.distinct()));
        } else {
            rule(
                    "{ feature: %s, distinct: { at_least: %d } }"
                            .formatted(name, column.distinct() / 2),
                    "observed: " + column.distinct());
        }
    }

    private void numbers(String name, Range range) {
        double room = (range.most() - range.least()) / 10;
        double least = range.least() - room;
        // What is never negative now is hardly meant to be.
        double floor = range.least() >= 0 ? Math.max(0, least) : least;
        String observed = "observed: %s to %s".formatted(shown(range.least()), shown(range.most()));
        if (cumulative.contains(name)) {
            rule(
                    "{ feature: %s, between: { at_least: %s } }"
                            .formatted(name, Limits.plain(down(floor))),
                    observed + "; it grows with time");
            return;
        }
        rule(
                "{ feature: %s, between: %s, mostly: %s }"
                        .formatted(name, limits(floor, range.most() + room), MOSTLY),
                observed);
        double half = range.deviation() / 2;
        if (half > 0) {
            rule(
                    "{ feature: %s, mean: %s }"
                            .formatted(name, limits(range.mean() - half, range.mean() + half)),
                    "observed: " + shown(range.mean()));
        }
    }

    private void rule(String rule, String comment) {
        lines.add(comment.isEmpty() ? "    - " + rule : "    - %s  # %s".formatted(rule, comment));
    }

    private static String limits(double least, double most) {
        return "{ at_least: %s, at_most: %s }"
                .formatted(Limits.plain(down(least)), Limits.plain(up(most)));
    }

    private static double down(double value) {
        return rounded(value, RoundingMode.FLOOR);
    }

    private static double up(double value) {
        return rounded(value, RoundingMode.CEILING);
    }

    private static double rounded(double value, RoundingMode mode) {
        return new BigDecimal(value).round(new MathContext(DIGITS, mode)).doubleValue();
    }

    private static String shown(double value) {
        return value == Math.rint(value)
                ? Limits.plain(value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
