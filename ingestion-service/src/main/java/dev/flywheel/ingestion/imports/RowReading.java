package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.quarantine.Excerpt;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the mapping makes of a row: members by name, as JSON would have brought them.
record RowReading(Map<String, @Nullable Object> members, List<Quarantined.Reason> faults) {

    /// Evaluates every expression; texts become what the types say, where they can.
    static RowReading of(Row row, Map<String, Expression> mapping, Map<String, ValueType> types) {
        if (!row.whole()) {
            return new RowReading(
                    Map.of(),
                    List.of(
                            new Quarantined.Reason(
                                    null,
                                    "Expected %d decodable fields, found %d"
                                            .formatted(row.header().size(), row.fields().size()))));
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        List<Quarantined.Reason> faults = new java.util.ArrayList<>();
        mapping.forEach((name, expression) -> {
            try {
                Object value = expression.value(row);
                if (value != null) {
                    members.put(name, typed(value, types.get(name)));
                }
            } catch (BadValueException e) {
                faults.add(new Quarantined.Reason(name, e.reason()));
            }
        });
        return new RowReading(members, faults);
    }

    /// The row as it goes to quarantine.
    static String content(Row row) {
        // A stray quote makes the rest of a file one field.
        Map<String, String> columns = new LinkedHashMap<>();
        row.named().forEach((name, text) -> columns.put(name, Excerpt.within(text)));
        return Json.MAPPER.writeValueAsString(Map.of("row", row.number(), "columns", columns));
    }

    /// A text that doesn't fit its type stays one, so that the check finds and names it.
    private static Object typed(Object value, @Nullable ValueType type) {
        if (!(value instanceof String text) || type == null) {
            return value instanceof java.time.Instant ? value.toString() : value;
        }
        try {
            return switch (type) {
                case CATEGORY -> text;
                case INTEGER -> Long.valueOf(text.strip());
                case NUMBER -> Double.valueOf(text.strip());
                case BOOLEAN ->
                        switch (text.strip()) {
                            case "true", "1" -> true;
                            case "false", "0" -> false;
                            default -> text;
                        };
            };
        } catch (NumberFormatException _) {
            return text;
        }
    }
}
