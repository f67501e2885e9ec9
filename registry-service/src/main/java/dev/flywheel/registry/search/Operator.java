package dev.flywheel.registry.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// How a comparison compares.
enum Operator {
    EQUAL("=", "= ?"),
    NOT_EQUAL("!=", "<> ?"),
    GREATER(">", "> ?"),
    AT_LEAST(">=", ">= ?"),
    LESS("<", "< ?"),
    AT_MOST("<=", "<= ?"),
    // Without an escape character, as in MLflow: a backslash is a backslash.
    LIKE("LIKE", "like ? escape ''"),
    ILIKE("ILIKE", "ilike ? escape ''"),
    IN("IN", "= any(?)"),
    NOT_IN("NOT IN", "<> all(?)");

    /// Those for texts.
    static final List<Operator> OF_TEXTS = List.of(EQUAL, NOT_EQUAL, LIKE, ILIKE, IN, NOT_IN);

    /// Those for numbers.
    static final List<Operator> OF_NUMBERS =
            List.of(EQUAL, NOT_EQUAL, GREATER, AT_LEAST, LESS, AT_MOST);

    private final String word;
    private final String sql;

    Operator(String word, String sql) {
        this.word = word;
        this.sql = sql;
    }

    /// The operator that a filter writes so, in any case and with any blanks.
    static Operator of(String written) {
        String word = written.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        return Stream.of(values())
                .filter(operator -> operator.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No operator is written " + written));
    }

    String word() {
        return word;
    }

    /// What follows the compared expression, with one parameter.
    String sql() {
        return sql;
    }

    /// Whether it compares with a list.
    boolean takesList() {
        return this == IN || this == NOT_IN;
    }

    /// What it denies: the other half of a pair such as `IN` and `NOT IN`; itself if it denies
    /// nothing.
    Operator affirmed() {
        return switch (this) {
            case NOT_EQUAL -> EQUAL;
            case NOT_IN -> IN;
            case EQUAL, GREATER, AT_LEAST, LESS, AT_MOST, LIKE, ILIKE, IN -> this;
        };
    }
}
