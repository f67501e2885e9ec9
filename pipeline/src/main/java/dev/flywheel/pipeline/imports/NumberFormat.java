package dev.flywheel.pipeline.imports;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a column spells its numbers.
///
/// @param decimal what stands before the fraction
/// @param grouping what stands between groups of three digits; null if nothing does
record NumberFormat(char decimal, @Nullable Character grouping) {

    /// Patterns by format: making one takes longer than using it.
    private static final Map<NumberFormat, Pattern> PATTERNS = new ConcurrentHashMap<>();

    /// A long where it is whole and one holds it, else a double.
    ///
    /// @throws BadValueException if it is no number in this format
    Number number(String column, String text) {
        String plain = text.strip();
        if (!PATTERNS.computeIfAbsent(this, NumberFormat::pattern).matcher(plain).matches()) {
            throw new BadValueException(
                    "Expected a number such as 1%s204%s5 in column '%s', found '%s'"
                            .formatted(grouping == null ? "" : grouping, decimal, column, text));
        }
        String digits = grouping == null ? plain : plain.replace(grouping.toString(), "");
        return Numbers.shortest(new BigDecimal(digits.replace(decimal, '.')));
    }

    private Pattern pattern() {
        String whole =
                grouping == null
                        ? "\\d+"
                        : "(?:\\d{1,3}(?:%s\\d{3})+|\\d+)".formatted(quoted(grouping));
        return Pattern.compile("[+-]?%s(?:%s\\d+)?".formatted(whole, quoted(decimal)));
    }

    private static String quoted(char sign) {
        return Pattern.quote(String.valueOf(sign));
    }
}
