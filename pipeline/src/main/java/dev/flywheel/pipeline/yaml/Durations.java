package dev.flywheel.pipeline.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lengths of time as files spell them: `30s`, `10m`, `1h`, `7d`, `20y`.
final class Durations {

    static final String EXPECTED = "a length of time such as 30s, 10m, 1h, 7d or 20y";

    private static final Pattern WORD = Pattern.compile("([1-9][0-9]{0,5})([smhdy])");

    private Durations() {}

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
