package dev.flywheel.ingestion.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A row of a file with a header.
///
/// @param number its place among the data rows, from 1
/// @param header the place of each column
/// @param whole whether the row has as many fields as the header and all of them could be decoded
record Row(long number, Map<String, Integer> header, List<String> fields, boolean whole) {

    /// The text in that column, which the header has.
    String text(String column) {
        Integer place = header.get(column);
        if (place == null) {
            throw new BadValueException("There is no column '" + column + "'");
        }
        return fields.get(place);
    }

    /// Every field under its column's name, and those beyond the header under their place.
    Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> names = List.copyOf(header.keySet());
        for (int i = 0; i < fields.size(); i++) {
            named.put(i < names.size() ? names.get(i) : Integer.toString(i + 1), fields.get(i));
        }
        return named;
    }
}
