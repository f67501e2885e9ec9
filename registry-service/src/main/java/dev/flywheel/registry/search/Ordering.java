package dev.flywheel.registry.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// In what order a search gives its rows.
///
/// @param joins the tables whose values are sorted by
/// @param sql what follows `order by`
record Ordering(Fragment joins, String sql) {

    private static final int MOST = 20;
    private static final Pattern DIRECTION = Pattern.compile("(?i:asc|desc)(?![\\p{L}\\p{N}_])");

    /// Reads a list such as `metrics.auc DESC`, `start_time`. What is missing comes last, whatever
    /// the direction, and NaN before it.
    static Ordering read(Searchable searchable, List<String> orderBy) {
        if (orderBy.size() > MOST) {
            throw new InvalidQueryException(
                    "order_by", 1, "at most %d fields".formatted(MOST), orderBy.size() + " fields");
        }
        List<Fragment> joins = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String text : orderBy) {
            String name = orderBy.size() == 1 ? "order_by" : "order_by[%d]".formatted(keys.size());
            Cursor cursor = new Cursor(name, text);
            int place = cursor.place();
            Field field = new FieldReader(searchable, cursor).read();
            Field.Sorting sorting =
                    field.sorting("o" + keys.size())
                            .orElseThrow(
                                    () -> cursor.expected(place, "a field that can be sorted by"));
            joins.add(sorting.join());
            keys.add(key(sorting.expression(), field.type(), direction(cursor)));
        }
        if (keys.isEmpty() && !searchable.order().isEmpty()) {
            keys.add(searchable.order());
        }
        keys.add(searchable.tieBreak());
        return new Ordering(Fragment.joined(" ", joins), String.join(", ", keys));
    }

    private static String direction(Cursor cursor) {
        String direction =
                cursor.atEnd()
                        ? "asc"
                        : cursor.take(DIRECTION)
                                .orElseThrow(() -> cursor.expected("ASC, DESC or the end"))
                                .toLowerCase(Locale.ROOT);
        if (!cursor.atEnd()) {
            throw cursor.expected("the end");
        }
        return direction;
    }

    private static String key(String expression, FieldType type, String direction) {
        return switch (type) {
            // By code point, so that pages are the same whatever the database's locale.
            case TEXT -> "%s collate \"C\" %s nulls last".formatted(expression, direction);
            case INTEGER -> "%s %s nulls last".formatted(expression, direction);
            // For PostgreSQL NaN is the greatest number, also behind a minus.
            case REAL ->
                    "%s%s asc nulls last"
                            .formatted(direction.equals("desc") ? "- " : "", expression);
        };
    }
}
