package dev.flywheel.registry.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.model.bundle.SlicedMetrics.Slice;
import dev.flywheel.registry.comparison.Comparison.Change;
import dev.flywheel.registry.comparison.Comparison.Feature;
import dev.flywheel.registry.comparison.Comparison.Row;
import dev.flywheel.registry.comparison.Comparison.Segment;
import dev.flywheel.registry.comparison.Described.Explained;
import dev.flywheel.registry.model.ModelVersionStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    @Test
    void marksParametersAndMetricsThatAreNotTheSame() {
        Comparison comparison =
                Differences.between(
                        "clicks",
                        List.of(
                                version(3, Map.of("epochs", "3"), Map.of("auc", 0.8, "f1", 0.4)),
                                version(
                                        4,
                                        Map.of("epochs", "5", "seed", "42"),
                                        Map.of("auc", 0.9, "f1", 0.4))));

        assertThat(comparison.versions())
                .extracting(Comparison.Version::version)
                .containsExactly(3, 4);
        assertThat(comparison.parameters())
                .containsExactly(
                        new Row<>("epochs", List.of("3", "5"), true),
                        new Row<>("seed", Arrays.asList(null, "42"), true));
        assertThat(comparison.metrics())
                .containsExactly(
                        new Row<>("auc", List.of(0.8, 0.9), true),
                        new Row<>("f1", List.of(0.4, 0.4), false));
    }

    @Test
    void tellsWhatBecameOfEachFeatureSinceTheFirstVersion() {
        Comparison comparison =
                Differences.between(
                        "clicks",
                        List.of(
                                explained(1, features("a: {count: click}", "b: {key: item}"), null),
                                explained(
                                        2,
                                        features("a: {count: click, window: 7d}", "c: {key: user}"),
                                        null),
                                version(3, Map.of(), Map.of())));

        assertThat(comparison.features()).extracting(Feature::name).containsExactly("a", "b", "c");
        assertThat(comparison.features())
                .extracting(Feature::changes)
                .containsExactly(
                        List.of(Change.SAME, Change.CHANGED, Change.UNKNOWN),
                        List.of(Change.SAME, Change.REMOVED, Change.UNKNOWN),
                        List.of(Change.ABSENT, Change.ADDED, Change.UNKNOWN));
        assertThat(comparison.features().getFirst().definitions().get(1))
                .isEqualTo(Json.MAPPER.readTree("{\"window\":\"7d\",\"count\":\"click\"}"));
        assertThat(comparison.features()).allMatch(Feature::differs);
    }

    @Test
    void takesADefinitionForTheSameHoweverItIsSpelled() {
        Comparison comparison =
                Differences.between(
                        "clicks",
                        List.of(
                                explained(
                                        1,
                                        features("a: { rate: click, prior: 0.5, by: [x] }"),
                                        null),
                                explained(
                                        2,
                                        features(
                                                "a:\n    by:\n    - x\n    prior: 0.50\n    rate: click"),
                                        null)));

        assertThat(comparison.features())
                .singleElement()
                .satisfies(feature -> {
                    assertThat(feature.differs()).isFalse();
                    assertThat(feature.changes()).containsExactly(Change.SAME, Change.SAME);
                });
    }

    @Test
    void showsWhatFeaturesAreWorthSideBySide() {
        Comparison comparison =
                Differences.between(
                        "clicks",
                        List.of(
                                explained(1, features("a: {count: click}"), importance("a", 0.2)),
                                explained(2, features("a: {count: click}"), importance("a", 0.3)),
                                version(3, Map.of(), Map.of())));

        assertThat(comparison.importanceMetric()).containsExactly("auc", "auc", null);
        assertThat(comparison.features().getFirst().importance()).containsExactly(0.2, 0.3, null);
    }

    @Test
    void putsTheMetricsOfEachSliceSideBySide() {
        Comparison comparison =
                Differences.between(
                        "clicks",
                        List.of(
                                sliced(1, segment("red", 10, 0.8), segment(null, 2, 0.5), 7),
                                sliced(2, segment("blue", 9, 0.7), segment(null, 2, 0.5), 0)));

        assertThat(comparison.slices())
                .extracting(Segment::value)
                .containsExactly("red", null, null, "blue");
        assertThat(comparison.slices())
                .extracting(Segment::other)
                .containsExactly(false, false, true, false);
        assertThat(comparison.slices().getFirst())
                .satisfies(red -> {
                    assertThat(red.rows()).containsExactly(10, null);
                    assertThat(red.metrics())
                            .containsExactly(new Row<>("auc", Arrays.asList(0.8, null), true));
                    assertThat(red.differs()).isTrue();
                });
        assertThat(comparison.slices().get(1).differs()).isFalse();
    }

    @Test
    void readsNoFeaturesOfWhatIsNoPipeline() {
        assertThat(FeatureDefinitions.of("")).isNull();
        assertThat(FeatureDefinitions.of("- a\n- b")).isNull();
        assertThat(FeatureDefinitions.of("features: [a]")).isNull();
        assertThat(FeatureDefinitions.of("features: {a: {b: c}")).isNull();
        assertThat(FeatureDefinitions.of("features: " + "[".repeat(500_000))).isNull();
    }

    private static Described version(
            int number, Map<String, String> parameters, Map<String, Double> metrics) {
        return new Described(facts(number), parameters, metrics, Explained.NOTHING);
    }

    private static Described explained(
            int number, String pipeline, @Nullable FeatureImportance importance) {
        return new Described(
                facts(number),
                Map.of(),
                Map.of(),
                new Explained(FeatureDefinitions.of(pipeline), null, importance));
    }

    private static Described sliced(
            int number, SlicedMetrics.Segment one, SlicedMetrics.Segment two, int others) {
        SlicedMetrics.Segment other = others == 0 ? null : segment(null, others, 0.6);
        SlicedMetrics slices =
                new SlicedMetrics("test", List.of(new Slice("colour", List.of(one, two), other)));
        return new Described(facts(number), Map.of(), Map.of(), new Explained(null, slices, null));
    }

    private static SlicedMetrics.Segment segment(@Nullable String value, int rows, double auc) {
        return new SlicedMetrics.Segment(value, rows, 0, Map.of("auc", auc));
    }

    private static FeatureImportance importance(String feature, double loss) {
        return new FeatureImportance(
                FeatureImportance.PERMUTATION,
                "auc",
                "test",
                0.8,
                3,
                100,
                0,
                42,
                List.of(new Loss(feature, loss, 0)));
    }

    private static String features(String... lines) {
        return "name: clicks\nfeatures:\n  " + String.join("\n  ", lines) + "\n";
    }

    private static Comparison.Version facts(int number) {
        return new Comparison.Version(
                number,
                Instant.parse("2026-01-01T00:00:00Z"),
                "ada",
                ModelVersionStatus.READY,
                null,
                null,
                List.of(),
                new Comparison.Gate("passed", List.of()),
                null,
                null,
                true);
    }
}
