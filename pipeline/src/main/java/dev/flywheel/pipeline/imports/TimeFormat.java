package dev.flywheel.pipeline.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a column spells its times.
///
/// @param pattern as `java.time.format.DateTimeFormatter` has it; null for ISO 8601, where a blank
///   may stand for the `T`, and the time of day and the offset may be missing
/// @param zone of times that tell no offset
public record TimeFormat(@Nullable String pattern, ZoneId zone) {

    static final TimeFormat ISO = new TimeFormat(null, ZoneOffset.UTC);

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    /// Months that were meant are the only reason that minutes come before an hour.
    private static final Pattern MINUTES_FIRST = Pattern.compile("[^HhKk]*m");

    private static final DateTimeFormatter LENIENT_ISO =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendPattern("['T'][ ]")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalStart()
                    .appendOffset("+HH:MM", "Z")
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HHmm", "Z")
                    .optionalEnd()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /// What is wrong with a pattern; null if nothing.
    static @Nullable String fault(String pattern) {
        if (MINUTES_FIRST.matcher(QUOTED.matcher(pattern).replaceAll("")).lookingAt()) {
            return "m are minutes, which stand before the hours: months are M";
        }
        try {
            DateTimeFormatter formatter = Patterns.made(pattern);
            String sample =
                    formatter.format(ZonedDateTime.of(2026, 11, 23, 8, 30, 59, 0, ZoneOffset.UTC));
            new Parsed(formatter.parse(sample)).instant(ZoneOffset.UTC);
            return null;
        } catch (DateTimeException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /// The instant of a row's value.
    ///
    /// @throws BadValueException if it is none
    Instant instant(String column, Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case LocalDateTime local -> local.atZone(zone).toInstant();
            default -> parsed(column, RowValues.textOf(value).strip());
        };
    }

    private Instant parsed(String column, String text) {
        try {
            return new Parsed(formatter().parse(text)).instant(zone);
        } catch (DateTimeException _) {
            throw new BadValueException(
                    "Expected a time such as %s%s, found '%s'"
                            .formatted(
                                    pattern == null ? "2026-11-23T08:00:00Z" : pattern,
                                    column.isEmpty() ? "" : " in column '" + column + "'",
                                    text.length() > 60 ? text.substring(0, 60) + "..." : text));
        }
    }

    private DateTimeFormatter formatter() {
        return pattern == null ? LENIENT_ISO : Patterns.of(pattern);
    }

    /// What a formatter found: at least a date, and a whole time of day or none.
    private record Parsed(TemporalAccessor fields) {

        private static final List<ChronoField> TIME_OF_DAY =
                Arrays.stream(ChronoField.values()).filter(ChronoField::isTimeBased).toList();

        Instant instant(ZoneId zone) {
            LocalDate date = fields.query(TemporalQueries.localDate());
            if (date == null) {
                throw new DateTimeException("It tells no date");
            }
            LocalTime time = fields.query(TemporalQueries.localTime());
            if (time == null && TIME_OF_DAY.stream().anyMatch(fields::isSupported)) {
                // Such as hh without a: midnight would be wrong without anybody noticing.
                throw new DateTimeException(
                        "It tells no whole time of day: hours are HH, or hh with an a");
            }
            ZoneId own = fields.query(TemporalQueries.zone());
            return ZonedDateTime.of(
                            date,
                            time == null ? LocalTime.MIDNIGHT : time,
                            own == null ? zone : own)
                    .toInstant();
        }
    }

    /// Formatters by pattern: making one takes longer than using it.
    private static final class Patterns {

        private static final java.util.Map<String, DateTimeFormatter> KNOWN =
                new java.util.concurrent.ConcurrentHashMap<>();

        static DateTimeFormatter of(String pattern) {
            return KNOWN.computeIfAbsent(pattern, Patterns::made);
        }

        /// Strict, as the 31st of February is no other day; and so it wants to know the era of a
        /// `y`.
        static DateTimeFormatter made(String pattern) {
            return new DateTimeFormatterBuilder()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        }
    }
}
