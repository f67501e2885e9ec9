package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.pipeline.imports.BadValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of a file with a header; all its values are texts.
///
/// @param header the place of each column
record CsvRow(long number, Map<String, Integer> header, List<String> fields, @Nullable String fault)
        implements Row {

    @Override
    public @Nullable Object value(String column) {
        Integer place = header.get(column);
        if (place == null || place >= fields.size()) {
            throw new BadValueException("There is no column '" + column + "'");
        }
        String text = fields.get(place);
        return text.isEmpty() ? null : text;
    }

    /// Fields beyond the header stand under their place.
    @Override
    public Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        List<String> names = List.copyOf(header.keySet());
        for (int i = 0; i < fields.size(); i++) {
            named.put(i < names.size() ? names.get(i) : Integer.toString(i + 1), fields.get(i));
        }
        return named;
    }

    @Override
    public long size() {
        return fields.stream().mapToLong(String::length).sum();
    }
}
