package dev.flywheel.registry.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a filter: comparisons of a field, an operator and a value, joined by AND.
///
/// A text stands in single or double quotes, and a quote of that kind within is doubled. There is
/// neither OR nor a parenthesis, except around the list of IN.
final class FilterParser {

    /// More would be a statement that PostgreSQL plans for longer than it runs.
    private static final int MOST_COMPARISONS = 30;

    private static final Pattern OPERATOR =
            Pattern.compile(">=|<=|!=|=|>|<|(?i:like|ilike|in|not\\s++in)(?![\\p{L}\\p{N}_])");
    private static final Pattern AND = Pattern.compile("(?i:and)(?![\\p{L}\\p{N}_])");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?+(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?+\\d++)?+(?![\\p{L}\\p{N}_.])");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern OPEN = Pattern.compile("\\(");
    private static final Pattern CLOSE = Pattern.compile("\\)");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final String QUOTES = "'\"";

    private final Cursor cursor;
    private final FieldReader fields;

    FilterParser(Searchable searchable, String filter) {
        this.cursor = new Cursor("filter", filter);
        this.fields = new FieldReader(searchable, cursor);
    }

    /// The conditions that must all hold; none for a blank filter.
    List<Fragment> parse() {
        List<Fragment> conditions = new ArrayList<>();
        if (cursor.atEnd()) {
            return conditions;
        }
        conditions.add(comparison());
        while (!cursor.atEnd()) {
            if (cursor.take(AND).isEmpty()) {
                throw cursor.expected("AND or the end");
            }
            if (conditions.size() == MOST_COMPARISONS) {
                throw cursor.expected("at most %d comparisons".formatted(MOST_COMPARISONS));
            }
            conditions.add(comparison());
        }
        return conditions;
    }

    private Fragment comparison() {
        Field field = fields.read();
        Operator operator = operator(field.type());
        return field.where(operator, value(field.type(), operator));
    }

    private Operator operator(FieldType type) {
        int place = cursor.place();
        String known =
                type.operators().stream().map(Operator::word).collect(Collectors.joining(", "));
        return cursor.take(OPERATOR)
                .map(Operator::of)
                .filter(type.operators()::contains)
                .orElseThrow(() -> cursor.expected(place, "one of " + known));
    }

    private Object value(FieldType type, Operator operator) {
        if (operator.takesList()) {
            return list();
        }
        return switch (type) {
            case TEXT -> text();
            case INTEGER -> integer();
            case REAL -> number();
        };
    }

    private String text() {
        cursor.place();
        if (!cursor.isAt(QUOTES)) {
            throw cursor.expected("a text in quotes, such as 'a'");
        }
        return cursor.quoted();
    }

    private String[] list() {
        if (cursor.take(OPEN).isEmpty()) {
            throw cursor.expected("a list such as ('a', 'b')");
        }
        List<String> texts = new ArrayList<>();
        do {
            texts.add(text());
        } while (cursor.take(COMMA).isPresent());
        if (cursor.take(CLOSE).isEmpty()) {
            throw cursor.expected("a comma or ')'");
        }
        return texts.toArray(String[]::new);
    }

    private Double number() {
        return cursor.take(NUMBER)
                .map(Double::valueOf)
                .orElseThrow(() -> cursor.expected("a number"));
    }

    /// A long where it is one, which an index of longs can answer.
    private Number integer() {
        int place = cursor.place();
        if (!cursor.isAt(QUOTES)) {
            String number =
                    cursor.take(NUMBER).orElseThrow(() -> cursor.expected("a whole number"));
            return INTEGER.matcher(number).matches()
                    ? (Number) Long.valueOf(number)
                    : (Number) Double.valueOf(number);
        }
        String quoted = cursor.quoted().strip();
        if (!INTEGER.matcher(quoted).matches()) {
            throw cursor.expected(place, "a whole number");
        }
        return Long.valueOf(quoted);
    }
}
