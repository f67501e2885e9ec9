package dev.flywheel.registry.search;

import java.util.List;

/// A table that keeps values of the searched rows under keys that users choose, such as tags.
///
/// @param join what ties a row of the table to the searched row, with `{}` for the table's name
/// @param key the column of the keys
/// @param value the column of the values
public record Entries(String table, String join, String key, String value, FieldType type)
        implements Group {

    /// How much of a text the indexes hold: the whole could be longer than an index allows.
    private static final int INDEXED = 256;

    @Override
    public Field field(String name) {
        return new Field.Entry(this, name);
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    String on(String alias) {
        return join.replace("{}", alias);
    }

    /// A condition that follows from the comparison and that the table's index answers; may be
    /// empty.
    Fragment indexed(String alias, Operator operator, Object comparedWith) {
        return type == FieldType.TEXT && operator == Operator.EQUAL
                ? Fragment.of(
                        "and left(%s.%s, %d) = left(?, %d)"
                                .formatted(alias, value, INDEXED, INDEXED),
                        comparedWith)
                : Fragment.of("");
    }
}
