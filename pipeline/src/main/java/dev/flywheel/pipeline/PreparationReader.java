package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.Preparation;
import dev.flywheel.pipeline.feature.Preparation.Missing;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a feature's `missing`, `clip`, `scale` and `encode`.
final class PreparationReader {

    private static final String CLIP = "two percentiles such as [p1, p99], or two numbers";
    private static final int MOST_BUCKETS = 1_000_000;

    private final boolean numeric;

    private PreparationReader(ValueType type) {
        this.numeric = type.isNumeric();
    }

    static Preparation read(YamlValue feature, ValueType type) {
        YamlMap map = feature.isMap() ? feature.map("a mapping") : null;
        return map == null ? Preparation.NONE : new PreparationReader(type).preparation(map);
    }

    private Preparation preparation(YamlMap map) {
        YamlValue clip = map.get("clip");
        return new Preparation(
                map.read("missing", this::missing, Preparation.NONE.missing()),
                clip == null ? null : clip(clip),
                map.read("scale", this::scale, Preparation.NONE.scale()),
                map.read("encode", this::buckets, 0));
    }

    private @Nullable Missing missing(YamlValue at) {
        String expected =
                numeric
                        ? "indicator, mean, median or a number"
                        : "indicator, most_frequent or a category";
        String word = at.text(expected);
        if (word == null) {
            return null;
        }
        if (!numeric) {
            return switch (word) {
                case "indicator" -> new Missing.Indicated();
                case "most_frequent" -> new Missing.MostFrequent();
                case "mean", "median" -> {
                    // What numbers have; as a category nobody would mean it.
                    at.expected(expected);
                    yield null;
                }
                default -> new Missing.Category(word);
            };
        }
        return switch (word) {
            case "indicator" -> new Missing.Indicated();
            case "mean" -> new Missing.Mean();
            case "median" -> new Missing.Median();
            default -> {
                if (at.scalar() instanceof Number number) {
                    yield new Missing.Value(number.doubleValue());
                }
                at.expected(expected);
                yield null;
            }
        };
    }

    private Preparation.@Nullable Clip clip(YamlValue at) {
        if (!isOf(at, "clip", true)) {
            return null;
        }
        List<YamlValue> ends = at.list(CLIP);
        if (ends.size() != 2) {
            at.expected(CLIP);
            return null;
        }
        Double low = percentile(ends.getFirst());
        Double high = percentile(ends.getLast());
        boolean quantiles = low != null && high != null;
        if (!quantiles) {
            low = ends.getFirst().number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            high = ends.getLast().number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        if (low == null || high == null) {
            return null;
        }
        if (low >= high) {
            at.note("a first end that is not below the second", CLIP, null);
            return null;
        }
        return new Preparation.Clip(low, high, quantiles);
    }

    /// `p99.5` as 0.995; null if it is none.
    private static @Nullable Double percentile(YamlValue at) {
        if (at.scalar() instanceof String word && word.matches("p[0-9]{1,3}([.][0-9]{1,3})?")) {
            double share = Double.parseDouble(word.substring(1)) / 100;
            return share <= 1 ? Double.valueOf(share) : null;
        }
        return null;
    }

    private Preparation.@Nullable Scale scale(YamlValue at) {
        return isOf(at, "scale", true)
                ? at.among(
                        Preparation.Scale.values(),
                        scale -> scale.name().toLowerCase(Locale.ROOT),
                        "a scale")
                : null;
    }

    private @Nullable Integer buckets(YamlValue at) {
        if (!isOf(at, "encode", false)) {
            return null;
        }
        if (!at.isMap()) {
            return at.among(List.of("one_hot"), "one_hot or { hash: 256 }") == null ? null : 0;
        }
        YamlMap map = at.map("{ hash: 256 }");
        if (map == null) {
            return null;
        }
        map.allow("hash");
        return map.must(
                        "hash",
                        "how many buckets, such as { hash: 256 }",
                        buckets -> buckets.integer(2, MOST_BUCKETS),
                        2L)
                .intValue();
    }

    private boolean isOf(YamlValue at, String key, boolean numbers) {
        if (numeric == numbers) {
            return true;
        }
        String what = numbers ? "a category" : "a number";
        String expected = numbers ? "a feature that is a number" : "a feature that is a category";
        at.note(key + " of " + what, expected, null);
        return false;
    }
}
