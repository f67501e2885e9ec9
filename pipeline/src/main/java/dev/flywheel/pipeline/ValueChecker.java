package dev.flywheel.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks single values and gathers every reason to refuse them.
public final class ValueChecker {

    /// Longer texts are no categories, and would blow up states and topics.
    static final int LONGEST = 1024;

    /// In bytes of UTF-8: the archive finds keys and ids by an index, which takes no longer ones.
    static final int LONGEST_KEY = 1_000;

    /// What the archive can write down as a time.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final List<Reason> reasons = new ArrayList<>();

    public List<Reason> reasons() {
        return reasons;
    }

    public void refuse(@Nullable String field, String message) {
        reasons.add(new Reason(field, message));
    }

    /// The value as that type: a string, long, double or boolean; null, with a reason, if it isn't.
    public @Nullable Object value(String field, Object raw, ValueType type) {
        return switch (type) {
            case CATEGORY -> text(field, raw);
            case BOOLEAN -> raw instanceof Boolean ? raw : wrong(field, raw, type);
            case INTEGER -> integer(field, raw);
            case NUMBER -> number(field, raw);
        };
    }

    /// A key or an id: a text that the archive can find again.
    public @Nullable String key(String field, Object raw) {
        String text = text(field, raw);
        if (text != null && text.getBytes(UTF_8).length > LONGEST_KEY) {
            refuse(field, "is longer than " + LONGEST_KEY + " bytes");
            return null;
        }
        return text;
    }

    /// A category: a text, or a whole number as its text.
    public @Nullable String text(String field, Object raw) {
        String text =
                switch (raw) {
                    case String word -> word;
                    case Long number -> number.toString();
                    case Integer number -> number.toString();
                    default -> null;
                };
        if (text == null) {
            wrong(field, raw, ValueType.CATEGORY);
            return null;
        }
        if (text.isBlank()) {
            refuse(field, "is empty");
            return null;
        }
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            refuse(field, "is longer than " + LONGEST + " characters, or has a NUL in it");
            return null;
        }
        if (!UTF_8.newEncoder().canEncode(text)) {
            refuse(field, "holds half a surrogate pair");
            return null;
        }
        return text;
    }

    /// An ISO-8601 instant with its offset, in the years 1 to 9999.
    public @Nullable Instant instant(String field, Object raw) {
        if (raw instanceof String text) {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant();
                if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                    refuse(field, "is " + shown(text) + ", beyond the years 1 to 9999");
                    return null;
                }
                return instant;
            } catch (DateTimeException _) {
                refuse(field, "is " + shown(text) + ", not a time such as 2026-11-23T08:00:00Z");
                return null;
            }
        }
        refuse(field, "is " + shown(raw) + ", not a time such as \"2026-11-23T08:00:00Z\"");
        return null;
    }

    /// Refuses a value that breaks the rule.
    void obey(String field, Object value, ValueRule rule) {
        switch (rule) {
            case ValueRule.Between(Limits limits) -> {
                if (value instanceof Number number && !limits.allow(number.doubleValue())) {
                    refuse(field, "is %s, %s".formatted(plain(number), beyond(number, limits)));
                }
            }
            case ValueRule.In(List<String> values) -> {
                if (!isAmong(value, values)) {
                    refuse(field, "is %s, none of %s".formatted(shown(value), values));
                }
            }
            case ValueRule.NotIn(List<String> values) -> {
                if (isAmong(value, values)) {
                    refuse(field, "is %s, which is not allowed".formatted(shown(value)));
                }
            }
            case ValueRule.Matches(Pattern pattern) -> {
                if (!pattern.matches(value.toString())) {
                    String form = pattern.pattern();
                    refuse(field, "is %s, not of the form %s".formatted(shown(value), form));
                }
            }
            case ValueRule.Length(Limits limits) -> {
                String text = value.toString();
                int length = text.codePointCount(0, text.length());
                if (!limits.allow(length)) {
                    refuse(
                            field,
                            "has %d characters, expected %s".formatted(length, limits.words()));
                }
            }
        }
    }

    private static String beyond(Number number, Limits limits) {
        Double least = limits.atLeast();
        Double most = limits.atMost();
        if (least != null && most != null) {
            return "not between %s and %s".formatted(Limits.plain(least), Limits.plain(most));
        }
        return least != null && !(number.doubleValue() >= least)
                ? "less than " + Limits.plain(least)
                : "not " + limits.words();
    }

    private static boolean isAmong(Object value, List<String> values) {
        if (values.contains(plain(value))) {
            return true;
        }
        return value instanceof Number number
                && values.stream()
                        .anyMatch(other -> Double.parseDouble(other) == number.doubleValue());
    }

    private @Nullable Object integer(String field, Object raw) {
        return switch (raw) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case BigInteger _ -> {
                refuse(field, "is " + shown(raw) + ", more than 64 bits hold");
                yield null;
            }
            case Double number when isWhole(number) -> number.longValue();
            case BigDecimal number when isWhole(number.doubleValue()) -> number.longValue();
            default -> wrong(field, raw, ValueType.INTEGER);
        };
    }

    private @Nullable Object number(String field, Object raw) {
        if (!(raw instanceof Number number)) {
            return wrong(field, raw, ValueType.NUMBER);
        }
        double value = number.doubleValue();
        return Double.isFinite(value) ? (Object) value : wrong(field, raw, ValueType.NUMBER);
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53;
    }

    private @Nullable Object wrong(String field, Object raw, ValueType type) {
        refuse(field, "is %s, not %s".formatted(shown(raw), type.description()));
        return null;
    }

    /// As a file would spell it: 2.0 is 2.
    private static String plain(Object value) {
        return value instanceof Double number && isWhole(number)
                ? String.valueOf(number.longValue())
                : value.toString();
    }

    private static String shown(Object raw) {
        String text =
                switch (raw) {
                    case String word -> "'" + word + "'";
                    default -> plain(raw);
                };
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
