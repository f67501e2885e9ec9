package dev.flywheel.cli.loop;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Lengths of time as pipeline files spell them: `90s`, `30m`, `2h`.
final class Lengths implements ITypeConverter<Duration> {

    private static final Pattern WORD = Pattern.compile("[1-9][0-9]{0,5}[smh]");

    @Override
    public Duration convert(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new TypeConversionException(
                    "'%s' is not a length of time such as 90s, 30m or 2h".formatted(word));
        }
        return Duration.parse("PT" + word.toUpperCase(Locale.ROOT));
    }

    static String spell(Duration length) {
        return length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
