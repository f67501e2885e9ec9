package dev.flywheel.pipeline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {

    @Property(tries = 300)
    void isTheSameForAnyOrderAndAnySplit(
            @ForAll @Size(min = 2, max = 50)
                    List<@DoubleRange(min = -1e9, max = 1e9) Double> values,
            @ForAll @IntRange(max = 50) int cut,
            @ForAll long seed) {
        for (Statistic statistic : Statistic.values()) {
            Summary whole = of(statistic, values);
            List<Double> shuffled = new ArrayList<>(values);
            Collections.shuffle(shuffled, new Random(seed));
            Summary first = of(statistic, shuffled.subList(0, Math.min(cut, shuffled.size())));
            first.addAll(
                    of(
                            statistic,
                            shuffled.subList(Math.min(cut, shuffled.size()), shuffled.size())));

            double expected = statistic.of(whole);

            assertThat(statistic.of(first))
                    .as(statistic.word())
                    .isCloseTo(expected, within(Math.abs(expected) * 1e-9));
        }
    }

    @Test
    void tellsASmallDeviationOfLargeNumbers() {
        assertThat(Statistic.STDDEV.of(of(Statistic.STDDEV, List.of(1e9, 1e9 + 1, 1e9 + 2))))
                .isEqualTo(1);
        assertThat(
                        Statistic.STDDEV.of(
                                of(Statistic.STDDEV, List.of(1e9 + 0.1, 1e9 + 0.1, 1e9 + 0.1))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511})
    void countsFewDifferentValuesExactly(int different) {
        assertThat(distinct(different)).isEqualTo(different);
    }

    /// Four standard errors of 1 / sqrt(512 - 2).
    @ParameterizedTest
    @ValueSource(ints = {512, 5_000, 100_000})
    void estimatesManyDifferentValues(int different) {
        assertThat(distinct(different))
                .isCloseTo(different, within(different * 4 / Math.sqrt(510)));
    }

    private static double distinct(int different) {
        Summary summary = new DistinctHashes();
        for (int repeat = 0; repeat < 2; repeat++) {
            for (int i = 0; i < different; i++) {
                summary.add(DistinctHashes.hash("value-" + i));
            }
        }
        return Statistic.DISTINCT.of(summary);
    }

    private static Summary of(Statistic statistic, List<Double> values) {
        Summary summary = statistic.newSummary();
        values.forEach(value ->
                summary.add(statistic == Statistic.DISTINCT ? DistinctHashes.hash(value) : value));
        return summary;
    }
}
