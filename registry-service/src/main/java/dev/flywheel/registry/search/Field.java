package dev.flywheel.registry.search;

import java.util.Optional;

/// Something of a searched row that can be compared.
public sealed interface Field {

    FieldType type();

    /// The rows for which the comparison holds.
    Fragment where(Operator operator, Object value);

    /// How to sort by it; empty if that means nothing.
    ///
    /// @param alias a name for a joined table, used nowhere else in the statement
    Optional<Sorting> sorting(String alias);

    /// What sorting by a field takes.
    ///
    /// @param join tables to join; may be empty
    /// @param expression what is sorted by
    record Sorting(Fragment join, String expression) {}

    /// One value of the row itself.
    ///
    /// @param expression its SQL
    record Column(String expression, FieldType type) implements Field {

        /// A column of instants, as MLflow's clients see them: in whole milliseconds.
        public static Column milliseconds(String column) {
            return new Column(
                    "floor(extract(epoch from %s) * 1000)::bigint".formatted(column),
                    FieldType.INTEGER);
        }

        @Override
        public Fragment where(Operator operator, Object value) {
            return compare(expression, type, operator, value);
        }

        @Override
        public Optional<Sorting> sorting(String alias) {
            return Optional.of(new Sorting(Fragment.of(""), expression));
        }
    }

    /// The value that another table keeps for the row under a key. Rows without the key match no
    /// comparison, not even `!=`.
    record Entry(Entries entries, String key) implements Field {

        @Override
        public FieldType type() {
            return entries.type();
        }

        @Override
        public Fragment where(Operator operator, Object value) {
            return Fragment.of(
                            "select 1 from %s kv where %s and kv.%s = ?"
                                    .formatted(entries.table(), entries.on("kv"), entries.key()),
                            key)
                    .then(entries.indexed("kv", operator, value))
                    .then(
                            compare("kv." + entries.value(), type(), operator, value)
                                    .within("and ", ""))
                    .within("exists (", ")");
        }

        @Override
        public Optional<Sorting> sorting(String alias) {
            Fragment join =
                    Fragment.of(
                            "left join %s %s on %s and %s.%s = ?"
                                    .formatted(
                                            entries.table(),
                                            alias,
                                            entries.on(alias),
                                            alias,
                                            entries.key()),
                            key);
            return Optional.of(new Sorting(join, alias + "." + entries.value()));
        }
    }

    /// A text of something that belongs to the row, of which there may be several or none.
    ///
    /// @param source SQL after `from` that gives those of the row, with its conditions
    /// @param expression the compared text
    /// @param denies whether `!=` means that none is so; else that one is otherwise, as in MLflow
    record Member(String source, String expression, boolean denies) implements Field {

        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }

        @Override
        public Fragment where(Operator operator, Object value) {
            Operator asked = denies ? operator.affirmed() : operator;
            return compare(expression, type(), asked, value)
                    .within(
                            "%sexists (select 1 from %s and "
                                    .formatted(asked == operator ? "" : "not ", source),
                            ")");
        }

        @Override
        public Optional<Sorting> sorting(String alias) {
            return Optional.empty();
        }
    }

    private static Fragment compare(
            String expression, FieldType type, Operator operator, Object value) {
        Fragment comparison = Fragment.of(expression + " " + operator.sql(), value);
        boolean passesNaN = operator == Operator.GREATER || operator == Operator.AT_LEAST;
        // For PostgreSQL NaN is the greatest number.
        return type == FieldType.REAL && passesNaN
                ? comparison.then(Fragment.of("and %s < 'NaN'".formatted(expression)))
                : comparison;
    }
}
