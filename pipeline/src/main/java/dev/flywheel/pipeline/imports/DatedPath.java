package dev.flywheel.pipeline.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A path with a day in braces, such as `clicks-{yyyy-MM-dd}.csv` or, for the day before,
/// `clicks-{yyyy-MM-dd, -1d}.csv`.
public record DatedPath(String path) {

    private static final Pattern DAY =
            Pattern.compile("\\{([^{},]+)(?:,\\s*([+-]\\d{1,3})d\\s*)?}");

    /// Whether the path changes with the day.
    public boolean isDated() {
        return DAY.matcher(path).find();
    }

    /// The path on the day, in UTC, of an instant.
    public String at(Instant instant) {
        LocalDate day = instant.atOffset(ZoneOffset.UTC).toLocalDate();
        return DAY.matcher(path)
                .replaceAll(hole -> {
                    long days = hole.group(2) == null ? 0 : Long.parseLong(hole.group(2));
                    return Matcher.quoteReplacement(
                            formatter(hole.group(1)).format(day.plusDays(days)));
                });
    }

    /// The glob of the path on any day.
    public String ofAnyDay() {
        return DAY.matcher(path).replaceAll("*");
    }

    /// What is wrong with the braces; null if nothing.
    @Nullable String fault() {
        String rest = DAY.matcher(path).replaceAll("");
        if (rest.contains("{") || rest.contains("}")) {
            return "braces without a day in them";
        }
        try {
            at(Instant.EPOCH);
            return null;
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return e.getMessage();
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern.strip(), Locale.ENGLISH);
    }
}
