package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.pipeline.imports.BadValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row whose values have types of their own; a value within an object is found under a path with
/// dots.
public record NamedRow(
        long number, Map<String, @Nullable Object> values, @Nullable String fault, long size)
        implements Row {

    public NamedRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public @Nullable Object value(String column) {
        return switch (found(values, column)) {
            case String text when text.isEmpty() -> null;
            case Integer number -> number.longValue();
            case Map<?, ?> _ ->
                    throw new BadValueException(
                            "'%s' is an object; name a member of it, such as %s.id"
                                    .formatted(column, column));
            case List<?> _ -> throw new BadValueException("'" + column + "' is not a single value");
            case null -> null;
            case Object value -> value;
        };
    }

    @Override
    public Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                named.put(name, value);
            }
        });
        return named;
    }

    private static @Nullable Object found(Map<?, ?> values, String path) {
        if (values.containsKey(path)) {
            return values.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && values.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? found(inner, path.substring(dot + 1))
                : null;
    }
}
