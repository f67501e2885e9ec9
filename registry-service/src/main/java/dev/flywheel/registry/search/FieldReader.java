package dev.flywheel.registry.search;

import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the name of a field: `status`, `metrics.auc`, `` params.`learning rate` ``, `tags."a.b"`.
final class FieldReader {

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*+");
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_./\\-]++");

    private final Searchable searchable;
    private final Cursor cursor;

    FieldReader(Searchable searchable, Cursor cursor) {
        this.searchable = searchable;
        this.cursor = cursor;
    }

    Field read() {
        int start = cursor.place();
        String first =
                name("`\"", WORD)
                        .orElseThrow(() -> cursor.expected("a field such as " + examples()));
        if (!cursor.isAt(".")) {
            return field(Searchable.ATTRIBUTE, first, start);
        }
        cursor.skip();
        if (!searchable.groups().containsKey(first)) {
            throw cursor.expected(
                    start, "one of %s".formatted(String.join(", ", searchable.groups().keySet())));
        }
        int key = cursor.place();
        return field(
                first,
                name("`\"'", KEY).orElseThrow(() -> cursor.expected("a key behind the dot")),
                key);
    }

    private Optional<String> name(String quotes, Pattern unquoted) {
        return cursor.isAt(quotes) ? Optional.of(cursor.quoted()) : cursor.takeHere(unquoted);
    }

    private Field field(String group, String name, int place) {
        Group among = searchable.groups().get(group);
        Field field = among == null ? null : among.field(name);
        if (among == null || field == null) {
            throw cursor.expected(
                    place,
                    "one of " + (among == null ? examples() : String.join(", ", among.names())));
        }
        return field;
    }

    private String examples() {
        return searchable.groups().get(Searchable.ATTRIBUTE) instanceof Group.Named named
                ? String.join(", ", named.names())
                : "metrics.auc";
    }
}
