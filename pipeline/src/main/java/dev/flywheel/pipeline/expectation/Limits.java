package dev.flywheel.pipeline.expectation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A range of numbers, both ends allowed.
///
/// @param atLeast null if it is open below
/// @param atMost null if it is open above
public record Limits(@Nullable Double atLeast, @Nullable Double atMost) {

    public static Limits atLeast(double least) {
        return new Limits(least, null);
    }

    public static Limits atMost(double most) {
        return new Limits(null, most);
    }

    public static Limits between(double least, double most) {
        return new Limits(least, most);
    }

    /// Whether a number is in the range; NaN never is.
    public boolean allow(double value) {
        return (atLeast == null || value >= atLeast)
                && (atMost == null || value <= atMost)
                && !Double.isNaN(value);
    }

    /// Whether they allow any number of another range.
    public boolean meet(double least, double most) {
        return (atLeast == null || atLeast <= most) && (atMost == null || atMost >= least);
    }

    /// As the pipeline file spells it, for messages: `at least 1 and at most 5`.
    public String words() {
        List<String> ends = new ArrayList<>();
        if (atLeast != null) {
            ends.add("at least " + plain(atLeast));
        }
        if (atMost != null) {
            ends.add("at most " + plain(atMost));
        }
        return String.join(" and ", ends);
    }

    /// A number as a file would spell it: 2.0 is 2.
    public static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
