package dev.flywheel.onnx.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.onnx.graph.GraphRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;

/// Rows of features, each with the score that it had elsewhere if somebody knows it.
final class GivenRows {

    /// How many are made up where nobody gives any.
    private static final int MADE_UP = 8;

    private static final long SEED = 1958;

    private GivenRows() {}

    /// @param score null where it is not known
    record Row(Map<String, Object> features, @Nullable Double score) {}

    /// Reads a JSON array or a line each.
    static List<Row> read(byte[] json, List<Column> columns) {
        List<Row> rows = new ArrayList<>();
        try (MappingIterator<Row> each = Json.MAPPER.readerFor(Row.class).readValues(json)) {
            while (each.hasNext()) {
                rows.add(checked(each.next(), rows.size(), columns));
            }
        } catch (JacksonException e) {
            throw new GraphRefusedException(
                    "Golden row %d can't be read: %s"
                            .formatted(rows.size(), e.getOriginalMessage()),
                    e);
        }
        if (rows.isEmpty()) {
            throw new GraphRefusedException("There is no golden row in the file");
        }
        return rows;
    }

    /// Rows that are nobody's: they tell whether a graph scores elsewhere as it does here, and
    /// nothing of the population.
    static List<Row> madeUp(List<Column> columns) {
        Random random = new Random(SEED);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < MADE_UP; i++) {
            Map<String, Object> features = new HashMap<>();
            for (Column column : columns) {
                if (i > 0 && column.type() == Column.Type.NUMERIC) {
                    features.put(column.name(), (double) random.nextInt(10 * i));
                }
            }
            rows.add(new Row(features, null));
        }
        return rows;
    }

    @SuppressWarnings("ConstantValue") // JSON may lack it
    private static Row checked(Row row, int number, List<Column> columns) {
        if (row.features() == null) {
            throw new GraphRefusedException("Golden row %d has no `features`".formatted(number));
        }
        for (String name : row.features().keySet()) {
            Column column =
                    columns.stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new GraphRefusedException(
                                            "Golden row %d has '%s', which is no feature of the pipeline"
                                                    .formatted(number, name)));
            Object value = row.features().get(name);
            if (column.type() == Column.Type.NUMERIC && !(value instanceof Number)) {
                throw new GraphRefusedException(
                        "Golden row %d has '%s' for the number '%s'"
                                .formatted(number, value, name));
            }
        }
        return row;
    }
}
