package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.StableHash;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a member of an event is made of, given a row: a text, an instant or a constant.
sealed interface Expression {

    /// The value for that row; null if it has none.
    ///
    /// @throws BadValueException if it can't be made
    @Nullable Object value(Row row);

    /// The columns that it reads.
    Stream<String> columns();

    /// A column's text, or what a map says for it; an empty text is no value.
    record Column(String name, Map<String, String> map) implements Expression {

        @Override
        public @Nullable Object value(Row row) {
            String text = row.text(name);
            if (text.isEmpty()) {
                return null;
            }
            if (map.isEmpty()) {
                return text;
            }
            String mapped = map.get(text);
            if (mapped == null) {
                throw new BadValueException(
                        "'%s' of column '%s' is not in the map".formatted(text, name));
            }
            return mapped;
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(name);
        }
    }

    /// The same for every row.
    record Constant(Object constant) implements Expression {

        @Override
        public Object value(Row row) {
            return constant;
        }

        @Override
        public Stream<String> columns() {
            return Stream.of();
        }
    }

    /// A text with columns in braces, such as `{country}-{session ID}`.
    record Template(String text) implements Expression {

        private static final Pattern HOLE = Pattern.compile("\\{([^{}]+)}");

        @Override
        public Object value(Row row) {
            return HOLE.matcher(text)
                    .replaceAll(hole -> Matcher.quoteReplacement(row.text(hole.group(1))));
        }

        @Override
        public Stream<String> columns() {
            return HOLE.matcher(text).results().map(hole -> hole.group(1));
        }
    }

    /// Midnight, UTC, of a day whose year, month and day stand in columns.
    record Date(String year, String month, String day) implements Expression {

        @Override
        public Object value(Row row) {
            try {
                return LocalDate.of(
                                Numbers.integer(row, year),
                                Numbers.integer(row, month),
                                Numbers.integer(row, day))
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new BadValueException("No date: " + e.getMessage());
            }
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(year, month, day);
        }
    }

    /// A made-up time of day, the same for every row with that text: the day of `on` plus
    /// `floorMod(hash, within)` seconds.
    record HashTimeOfDay(String of, Expression on, int within) implements Expression {

        @Override
        public Object value(Row row) {
            return Numbers.instant(on, row)
                    .plusSeconds(Math.floorMod(StableHash.of(row.text(of)), within));
        }

        @Override
        public Stream<String> columns() {
            return Stream.concat(Stream.of(of), on.columns());
        }
    }

    /// An instant plus `(column + offset) * times` seconds.
    record PlusSeconds(Expression to, String column, long offset, long times)
            implements Expression {

        @Override
        public Object value(Row row) {
            Instant start = Numbers.instant(to, row);
            try {
                return start.plus(
                        Duration.ofSeconds(
                                Math.multiplyExact(Numbers.integer(row, column) + offset, times)));
            } catch (ArithmeticException | DateTimeException _) {
                throw new BadValueException("Too far from " + start);
            }
        }

        @Override
        public Stream<String> columns() {
            return Stream.concat(Stream.of(column), to.columns());
        }
    }

    /// Reads numbers and instants out of rows.
    final class Numbers {

        private Numbers() {}

        static int integer(Row row, String column) {
            String text = row.text(column);
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException _) {
                throw new BadValueException(
                        "Expected a whole number in column '%s', found '%s'"
                                .formatted(column, text));
            }
        }

        static Instant instant(Expression expression, Row row) {
            Object value = expression.value(row);
            if (value instanceof Instant instant) {
                return instant;
            }
            try {
                return Instant.parse(String.valueOf(value));
            } catch (DateTimeException _) {
                throw new BadValueException("Expected an instant, found '" + value + "'");
            }
        }
    }

    /// The columns of several expressions.
    static List<String> columns(Stream<Expression> expressions) {
        return expressions.flatMap(Expression::columns).distinct().toList();
    }
}
