package dev.flywheel.registry.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// A piece of SQL and the values of its parameters, in order. What a user sends is only ever a
/// value.
public record Fragment(String sql, List<Object> values) {

    public static Fragment of(String sql, Object... values) {
        return new Fragment(sql, Arrays.asList(values));
    }

    static Fragment joined(String between, Collection<Fragment> parts) {
        return new Fragment(
                parts.stream().map(Fragment::sql).collect(Collectors.joining(between)),
                parts.stream().flatMap(part -> part.values().stream()).toList());
    }

    Fragment within(String before, String after) {
        return new Fragment(before + sql + after, values);
    }

    Fragment then(Fragment next) {
        return joined(" ", List.of(this, next));
    }
}
