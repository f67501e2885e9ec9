package dev.flywheel.model.bundle;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;

/// A row of raw features and the score that it had when the bundle was made.
///
/// @param features what is missing is absent
/// @param bits the score's exact bits in hex, as `Double.doubleToLongBits` has them
public record GoldenRow(Map<String, Object> features, double score, String bits) {

    public static GoldenRow of(List<Column> columns, FeatureRow row, double score) {
        Map<String, Object> features = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value =
                    switch (columns.get(i).type()) {
                        case NUMERIC -> Double.isNaN(row.number(i)) ? null : row.number(i);
                        case CATEGORICAL -> row.category(i);
                    };
            if (value != null) {
                features.put(columns.get(i).name(), value);
            }
        }
        return new GoldenRow(features, score, hex(score));
    }

    /// The rows of a `golden.json`.
    ///
    /// @throws tools.jackson.core.JacksonException if it is none
    public static List<GoldenRow> readAll(byte[] json) {
        return Json.MAPPER.readValue(json, new TypeReference<>() {});
    }

    /// Whether a score is the same bit for bit.
    public boolean accepts(double actual) {
        return hex(actual).equals(bits);
    }

    private static String hex(double score) {
        return Long.toHexString(Double.doubleToLongBits(score));
    }
}
