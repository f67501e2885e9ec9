package dev.flywheel.pipeline.expectation;

import com.google.re2j.Pattern;
import java.util.List;

/// What a single value must be. A missing value breaks none of these.
public sealed interface ValueRule {

    /// A number in a range.
    record Between(Limits limits) implements ValueRule {}

    /// One of those; numbers are compared as numbers.
    record In(List<String> values) implements ValueRule {

        public In {
            values = List.copyOf(values);
        }
    }

    /// None of those.
    record NotIn(List<String> values) implements ValueRule {

        public NotIn {
            values = List.copyOf(values);
        }
    }

    /// A text that the whole of the regular expression matches, in time that grows with the text
    /// only (RE2).
    record Matches(Pattern pattern) implements ValueRule {}

    /// A text of so many characters (code points).
    record Length(Limits limits) implements ValueRule {}

    /// For messages: `in [phone, desktop]`.
    default String words() {
        return switch (this) {
            case Between(Limits limits) -> limits.words();
            case In(List<String> values) -> "in " + values;
            case NotIn(List<String> values) -> "not in " + values;
            case Matches(Pattern pattern) -> "of the form " + pattern.pattern();
            case Length(Limits limits) -> "of a length of " + limits.words();
        };
    }
}
