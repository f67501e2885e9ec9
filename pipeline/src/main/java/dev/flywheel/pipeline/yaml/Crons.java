package dev.flywheel.pipeline.yaml;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Cron expressions of five fields: what the services' clocks can follow, and no other.
///
/// A day and a weekday must both hold, as in Spring's `CronExpression`, by which services run.
final class Crons {

    static final String EXPECTED =
            "a cron expression of five fields, minute hour day month weekday, such as \"30 2 * * *\"";

    private static final Pattern PART =
            Pattern.compile("(?:\\*|(\\w{1,9})(?:-(\\w{1,9}))?)(?:/(\\d{1,9}))?");

    /// Of the months, February in a leap year.
    private static final List<Integer> DAYS =
            List.of(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

    /// As the end of a week; it is 0 as the beginning.
    private static final int SUNDAY = 7;

    private static final Field DAY = new Field("day", 1, 31, List.of());
    private static final Field MONTH =
            new Field(
                    "month",
                    1,
                    12,
                    List.of(
                            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT",
                            "NOV", "DEC"));
    private static final List<Field> FIELDS =
            List.of(
                    new Field("minute", 0, 59, List.of()),
                    new Field("hour", 0, 23, List.of()),
                    DAY,
                    MONTH,
                    new Field(
                            "weekday",
                            0,
                            SUNDAY,
                            List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")));

    private Crons() {}

    /// What is wrong with it; null if nothing is.
    static @Nullable String fault(List<String> fields) {
        if (fields.size() != FIELDS.size()) {
            return fields.size() + (fields.size() == 1 ? " field" : " fields");
        }
        for (int at = 0; at < fields.size(); at++) {
            String fault = FIELDS.get(at).fault(fields.get(at));
            if (fault != null) {
                return fault;
            }
        }
        BitSet days = DAY.values(fields.get(2));
        BitSet months = MONTH.values(fields.get(3));
        return months.stream().anyMatch(month -> days.nextSetBit(1) <= DAYS.get(month - 1))
                ? null
                : "no such month has such a day, so it is never due";
    }

    static List<String> fields(String text) {
        return Arrays.asList(text.strip().split("\\s+", -1));
    }

    private record Field(String word, int least, int most, List<String> names) {

        @Nullable String fault(String text) {
            for (String part : text.split(",", -1)) {
                Matcher matcher = PART.matcher(part);
                if (!matcher.matches()) {
                    return isNot(part);
                }
                String from = matcher.group(1);
                String to = matcher.group(2);
                if (from != null && !has(from)) {
                    return isNot(from);
                }
                if (to != null && !has(to)) {
                    return isNot(to);
                }
                if (from != null && to != null && first(from, true) > number(to)) {
                    return "the %s is '%s', whose end is before its beginning"
                            .formatted(word, part);
                }
                String step = matcher.group(3);
                if (step != null && (Integer.parseInt(step) < 1 || Integer.parseInt(step) > most)) {
                    return "the step of the %s is %s, not 1 to %d".formatted(word, step, most);
                }
            }
            return null;
        }

        /// Its values, of a field without a fault.
        BitSet values(String text) {
            BitSet values = new BitSet();
            for (String part : text.split(",", -1)) {
                Matcher matcher = PART.matcher(part);
                if (!matcher.matches()) {
                    continue;
                }
                String from = matcher.group(1);
                String to = matcher.group(2);
                String step = matcher.group(3);
                int first = from == null ? least : first(from, to != null);
                int last = to != null ? number(to) : from == null || step != null ? most : first;
                IntStream.iterate(first, at -> at <= last, at -> at + by(step))
                        .forEach(values::set);
            }
            return values;
        }

        private static int by(@Nullable String step) {
            return step == null ? 1 : Integer.parseInt(step);
        }

        private boolean has(String word) {
            return isName(word)
                    || (word.chars().allMatch(Character::isDigit)
                            && number(word) >= least
                            && number(word) <= most);
        }

        private boolean isName(String word) {
            return names.contains(word.toUpperCase(Locale.ROOT));
        }

        private int number(String word) {
            return isName(word)
                    ? names.indexOf(word.toUpperCase(Locale.ROOT)) + 1
                    : Integer.parseInt(word);
        }

        /// Sunday begins a week where a range begins with it.
        private int first(String word, boolean isRange) {
            int number = number(word);
            return most == SUNDAY && isRange && number == SUNDAY ? 0 : number;
        }

        private String isNot(String part) {
            return "the %s is '%s', not %d to %d%s"
                    .formatted(
                            word,
                            part,
                            least,
                            most,
                            names.isEmpty()
                                    ? ""
                                    : " or %s to %s".formatted(names.getFirst(), names.getLast()));
        }
    }
}
