package dev.flywheel.pipeline.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lengths of time as files spell them: `30s`, `10m`, `1h`, `7d`, `20y`.
final class Durations {

    private static final String SUCH = "such as 30s, 10m, 1h, 7d or 20y";

    private static final Pattern WORD = Pattern.compile("([1-9][0-9]{0,5})([smhdy])");

    private static final Pattern ZERO = Pattern.compile("0+[smhdy]");
    private static final Pattern LONG = Pattern.compile("[0-9]+[smhdy]");

    private Durations() {}

    /// What was expected instead of a word that is none.
    static String expected(String word) {
        if (ZERO.matcher(word).matches()) {
            return "a length of time that is longer than nothing, " + SUCH;
        }
        return word.length() > 1 && LONG.matcher(word).matches() && !word.startsWith("0")
                ? "a length of time of at most 999999 of its unit, " + SUCH
                : "a length of time " + SUCH;
    }

    static @Nullable Duration parse(String word) {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(365 * amount);
        };
    }
}
