package dev.flywheel.pipeline.dataset;

import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureType;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The table of a snapshot's rows: columns of its own, one for each entity's key, one a feature.
///
/// @param keys the entities whose keys have a column; where a feature has a key's name, that is the
///   key itself, and DuckDB tells no case apart
public record DatasetTable(List<EntitySpec> keys, List<FeatureColumn> features) {

    /// The columns that every dataset has; no feature has such a name.
    public static final List<String> OWN =
            List.of("part", "event_id", "event_time", "candidate", "label", "weight");

    public DatasetTable {
        keys = List.copyOf(keys);
        features = List.copyOf(features);
    }

    public static DatasetTable of(Collection<EntitySpec> entities, FeatureSet featureSet) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(OWN);
        featureSet.columns().forEach(feature -> names.add(feature.name()));
        return new DatasetTable(
                entities.stream().filter(entity -> names.add(entity.key())).toList(),
                featureSet.columns());
    }

    /// The columns of labelled rows, as DuckDB declares them.
    public String rows() {
        return columns("weight DOUBLE");
    }

    /// The columns of evaluation lists, which have no weights.
    public String lists() {
        return columns();
    }

    private String columns(String... more) {
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "part VARCHAR",
                                "event_id VARCHAR",
                                "event_time TIMESTAMP",
                                "candidate VARCHAR",
                                "label DOUBLE"));
        columns.addAll(List.of(more));
        keys.forEach(key -> columns.add(quoted(key.key()) + " VARCHAR"));
        for (FeatureColumn feature : features) {
            String type = feature.type() == FeatureType.NUMERIC ? " DOUBLE" : " VARCHAR";
            columns.add(quoted(feature.name()) + type);
        }
        return String.join(", ", columns);
    }

    /// An identifier as SQL quotes it.
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
