package dev.flywheel.registry.comparison;

import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.registry.comparison.Comparison.Change;
import dev.flywheel.registry.comparison.Comparison.Feature;
import dev.flywheel.registry.comparison.Comparison.Row;
import dev.flywheel.registry.comparison.Comparison.Segment;
import dev.flywheel.registry.comparison.Described.Explained;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lines up what is known of several versions, and marks what differs.
final class Differences {

    private final List<Described> versions;

    private Differences(List<Described> versions) {
        this.versions = versions;
    }

    static Comparison between(String model, List<Described> versions) {
        return new Differences(List.copyOf(versions)).comparison(model);
    }

    private Comparison comparison(String model) {
        return new Comparison(
                model,
                each(Described::version),
                rows(each(Described::parameters)),
                rows(each(Described::metrics)),
                segments(),
                features(),
                each(version -> {
                    FeatureImportance importance = version.explained().importance();
                    return importance == null ? null : importance.metric();
                }));
    }

    private <T extends @Nullable Object> List<T> each(Function<Described, T> what) {
        List<T> values = new ArrayList<>();
        versions.forEach(version -> values.add(what.apply(version)));
        return values;
    }

    private static <T> List<Row<T>> rows(List<? extends Map<String, T>> maps) {
        Set<String> names = new TreeSet<>();
        maps.forEach(map -> names.addAll(map.keySet()));
        List<Row<T>> rows = new ArrayList<>();
        for (String name : names) {
            List<@Nullable T> values = new ArrayList<>();
            maps.forEach(map -> values.add(map.get(name)));
            rows.add(new Row<>(name, values, differ(values)));
        }
        return rows;
    }

    private static boolean differ(List<? extends @Nullable Object> values) {
        return new HashSet<>(values).size() > 1;
    }

    /// In the order in which the first version that has them tells them.
    private List<Segment> segments() {
        List<Map<SegmentKey, SlicedMetrics.Segment>> known = each(Differences::segments);
        Set<SegmentKey> keys = new LinkedHashSet<>();
        known.forEach(segments -> keys.addAll(segments.keySet()));
        Set<String> features = new LinkedHashSet<>();
        keys.forEach(key -> features.add(key.feature()));
        List<Segment> all = new ArrayList<>();
        for (String feature : features) {
            for (SegmentKey key : keys) {
                if (key.feature().equals(feature)) {
                    all.add(segment(key, known));
                }
            }
        }
        return all;
    }

    private static Segment segment(
            SegmentKey key, List<Map<SegmentKey, SlicedMetrics.Segment>> known) {
        List<@Nullable Integer> rows = new ArrayList<>();
        List<@Nullable Integer> lists = new ArrayList<>();
        List<Map<String, Double>> metrics = new ArrayList<>();
        for (Map<SegmentKey, SlicedMetrics.Segment> segments : known) {
            SlicedMetrics.Segment found = segments.get(key);
            rows.add(found == null ? null : found.rows());
            lists.add(found == null ? null : found.lists());
            metrics.add(found == null ? Map.of() : found.metrics());
        }
        List<Row<Double>> measured = rows(metrics);
        return new Segment(
                key.feature(),
                key.value(),
                key.other(),
                rows,
                lists,
                measured,
                measured.stream().anyMatch(Row::differs));
    }

    private static Map<SegmentKey, SlicedMetrics.Segment> segments(Described version) {
        Map<SegmentKey, SlicedMetrics.Segment> segments = new LinkedHashMap<>();
        SlicedMetrics sliced = version.explained().slices();
        if (sliced != null) {
            for (SlicedMetrics.Slice slice : sliced.slices()) {
                for (SlicedMetrics.Segment segment : slice.values()) {
                    segments.put(new SegmentKey(slice.feature(), segment.value(), false), segment);
                }
                SlicedMetrics.Segment other = slice.other();
                if (other != null) {
                    segments.put(new SegmentKey(slice.feature(), null, true), other);
                }
            }
        }
        return segments;
    }

    /// In the order of the first version's file, and what later ones add behind.
    private List<Feature> features() {
        List<@Nullable Map<String, JsonNode>> known =
                each(version -> version.explained().features());
        List<Map<String, Double>> losses = each(version -> losses(version.explained()));
        Set<String> names = new LinkedHashSet<>();
        known.stream().filter(Objects::nonNull).forEach(each -> names.addAll(each.keySet()));
        losses.forEach(each -> names.addAll(each.keySet()));
        List<Feature> features = new ArrayList<>();
        for (String name : names) {
            List<@Nullable JsonNode> definitions = new ArrayList<>();
            List<Change> changes = new ArrayList<>();
            List<@Nullable Double> importance = new ArrayList<>();
            for (int i = 0; i < versions.size(); i++) {
                Map<String, JsonNode> declared = known.get(i);
                definitions.add(declared == null ? null : declared.get(name));
                changes.add(change(name, known.getFirst(), declared));
                importance.add(losses.get(i).get(name));
            }
            features.add(new Feature(name, definitions, changes, importance, differ(definitions)));
        }
        return features;
    }

    private static Change change(
            String name,
            @Nullable Map<String, JsonNode> first,
            @Nullable Map<String, JsonNode> other) {
        if (first == null || other == null) {
            return Change.UNKNOWN;
        }
        JsonNode before = first.get(name);
        JsonNode after = other.get(name);
        if (before == null) {
            return after == null ? Change.ABSENT : Change.ADDED;
        }
        if (after == null) {
            return Change.REMOVED;
        }
        return before.equals(after) ? Change.SAME : Change.CHANGED;
    }

    private static Map<String, Double> losses(Explained explained) {
        Map<String, Double> losses = new LinkedHashMap<>();
        FeatureImportance importance = explained.importance();
        if (importance != null) {
            for (Loss loss : importance.features()) {
                losses.put(loss.feature(), loss.loss());
            }
        }
        return losses;
    }

    /// @param value null for a missing one, and for `other`
    private record SegmentKey(String feature, @Nullable String value, boolean other) {}
}
