package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Preparation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A snapshot's columns with what the pipeline says of preparing them.
final class Preparations {

    private final Map<String, Preparation> byFeature;

    Preparations(List<FeatureSpec> features) {
        this.byFeature =
                features.stream()
                        .collect(Collectors.toMap(FeatureSpec::name, FeatureSpec::preparation));
    }

    List<Column> of(List<Column> columns) {
        return columns.stream()
                .map(column -> of(column, byFeature.getOrDefault(column.name(), Preparation.NONE)))
                .toList();
    }

    private static Column of(Column column, Preparation preparation) {
        return column.withMissing(missing(preparation.missing()))
                .withClip(clip(preparation.clip()))
                .withScale(scale(preparation.scale()))
                .withBuckets(preparation.buckets());
    }

    private static Column.Missing missing(Preparation.Missing missing) {
        return switch (missing) {
            case Preparation.Missing.Indicated() -> new Column.Missing.Indicated();
            case Preparation.Missing.Mean() -> new Column.Missing.Mean();
            case Preparation.Missing.Median() -> new Column.Missing.Median();
            case Preparation.Missing.MostFrequent() -> new Column.Missing.MostFrequent();
            case Preparation.Missing.Value(double value) -> new Column.Missing.Value(value);
            case Preparation.Missing.Category(String value) -> new Column.Missing.Category(value);
        };
    }

    private static Column.@Nullable Clip clip(Preparation.@Nullable Clip clip) {
        if (clip == null) {
            return null;
        }
        return clip.quantiles()
                ? new Column.Clip.Quantiles(clip.low(), clip.high())
                : new Column.Clip.Bounds(clip.low(), clip.high());
    }

    private static Column.Scale scale(Preparation.Scale scale) {
        return switch (scale) {
            case AUTO -> Column.Scale.AUTO;
            case STANDARD -> Column.Scale.STANDARD;
            case MINMAX -> Column.Scale.MINMAX;
            case LOG -> Column.Scale.LOG;
            case NONE -> Column.Scale.NONE;
        };
    }
}
