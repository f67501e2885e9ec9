package dev.flywheel.pipeline.imports;

import dev.flywheel.contracts.StableHash;
import dev.flywheel.pipeline.schema.TimeUnit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a member of an event, or an attribute of an entity, is made of, given a row.
public sealed interface Expression {

    /// The value for that row: as the row has it, or an [Instant]; null if it has none.
    ///
    /// @throws BadValueException if it can't be made
    @Nullable Object value(RowValues row);

    /// The columns that it reads.
    Stream<String> columns();

    /// A column's value, or what a map says for its text.
    ///
    /// @param map by the column's text; empty for none
    /// @param otherwise where the column is empty or its text isn't in the map; null for none
    record Column(String name, Map<String, String> map, @Nullable Object otherwise)
            implements Expression {

        public Column {
            map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }

        @Override
        public @Nullable Object value(RowValues row) {
            Object value = row.value(name);
            if (value == null) {
                return otherwise;
            }
            if (map.isEmpty()) {
                return value;
            }
            Object mapped = map.getOrDefault(RowValues.textOf(value), null);
            if (mapped == null && otherwise == null) {
                throw new BadValueException(
                        "'%s' of column '%s' is not in the map".formatted(value, name));
            }
            return mapped == null ? otherwise : mapped;
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(name);
        }
    }

    /// The same for every row: a text, long, double or boolean.
    record Constant(Object constant) implements Expression {

        @Override
        public Object value(RowValues row) {
            return constant;
        }

        @Override
        public Stream<String> columns() {
            return Stream.of();
        }
    }

    /// A text with columns in braces, such as `{country}-{session ID}`; none if one of them is
    /// empty.
    record Template(String text) implements Expression {

        private static final Pattern HOLE = Pattern.compile("\\{([^{}]+)}");

        @Override
        public @Nullable Object value(RowValues row) {
            StringBuilder filled = new StringBuilder();
            Matcher hole = HOLE.matcher(text);
            while (hole.find()) {
                String value = row.text(hole.group(1));
                if (value == null) {
                    return null;
                }
                hole.appendReplacement(filled, Matcher.quoteReplacement(value));
            }
            return hole.appendTail(filled).toString();
        }

        @Override
        public Stream<String> columns() {
            return HOLE.matcher(text).results().map(hole -> hole.group(1));
        }
    }

    /// The number that a column spells, such as `1.204,50`, in another unit: `(number + offset) *
    /// times`, calculated in decimals.
    record Numeral(String column, NumberFormat format, BigDecimal offset, BigDecimal times)
            implements Expression {

        @Override
        public @Nullable Object value(RowValues row) {
            Object value = row.value(column);
            Object number = value instanceof String text ? format.number(column, text) : value;
            return number instanceof Number finite
                            && Double.isFinite(finite.doubleValue())
                            && !isPlain()
                    ? calculated(finite)
                    : number;
        }

        private boolean isPlain() {
            return offset.signum() == 0 && times.compareTo(BigDecimal.ONE) == 0;
        }

        private Number calculated(Number number) {
            return Numbers.shortest(new BigDecimal(number.toString()).add(offset).multiply(times));
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(column);
        }
    }

    /// How long it is from one instant to another; none if one of them is.
    record Elapsed(Expression from, Expression to, TimeUnit unit) implements Expression {

        @Override
        public @Nullable Object value(RowValues row) {
            Object start = from.value(row);
            Object end = to.value(row);
            return start == null || end == null
                    ? null
                    : (Double)
                            unit.of(
                                    Duration.between(
                                            TimeFormat.ISO.instant("", start),
                                            TimeFormat.ISO.instant("", end)));
        }

        @Override
        public Stream<String> columns() {
            return Stream.concat(from.columns(), to.columns());
        }
    }

    /// The instant that a column tells.
    record Time(String column, TimeFormat format) implements Expression {

        @Override
        public @Nullable Object value(RowValues row) {
            Object value = row.value(column);
            return value == null ? null : format.instant(column, value);
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(column);
        }
    }

    /// The instant that a column tells as a number since 1970, UTC, with or without a fraction.
    ///
    /// @param millis whether it counts milliseconds, not seconds
    record Epoch(String column, boolean millis) implements Expression {

        private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

        @Override
        public @Nullable Object value(RowValues row) {
            String text = row.text(column);
            if (text == null) {
                return null;
            }
            try {
                BigDecimal seconds = new BigDecimal(text.strip()).movePointLeft(millis ? 3 : 0);
                BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
                return Instant.ofEpochSecond(
                        parts[0].longValueExact(), parts[1].multiply(NANOS).longValue());
            } catch (NumberFormatException _) {
                throw new BadValueException(
                        "Expected a number in column '%s', found '%s'".formatted(column, text));
            } catch (ArithmeticException | DateTimeException _) {
                throw new BadValueException("No time: '%s' of '%s'".formatted(text, column));
            }
        }

        @Override
        public Stream<String> columns() {
            return Stream.of(column);
        }
    }

    /// Midnight, UTC, of a day whose year, month and day stand in columns.
    record Date(String year, String month, String day) implements Expression {

        @Override
        public Object value(RowValues row) {
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
        public Object value(RowValues row) {
            String text = row.text(of);
            return Numbers.instant(on, row)
                    .plusSeconds(Math.floorMod(StableHash.of(text == null ? "" : text), within));
        }

        @Override
        public Stream<String> columns() {
            return Stream.concat(Stream.of(of), on.columns());
        }
    }

    /// An instant plus `(column + offset) * times` seconds.
    ///
    /// @param column null for none, which counts 0
    record PlusSeconds(Expression to, @Nullable String column, long offset, long times)
            implements Expression {

        @Override
        public Object value(RowValues row) {
            Instant start = Numbers.instant(to, row);
            long units = column == null ? 0 : Numbers.integer(row, column);
            try {
                return start.plus(
                        Duration.ofSeconds(
                                Math.multiplyExact(Math.addExact(units, offset), times)));
            } catch (ArithmeticException | DateTimeException _) {
                throw new BadValueException("Too far from " + start);
            }
        }

        @Override
        public Stream<String> columns() {
            return Stream.concat(Stream.ofNullable(column), to.columns());
        }
    }
}
