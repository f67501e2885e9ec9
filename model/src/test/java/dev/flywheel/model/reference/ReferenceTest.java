package dev.flywheel.model.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    private static final List<Column> COLUMNS =
            List.of(Column.numeric("price"), Column.categorical("item"));

    @Test
    void binsNumbersBetweenQuantilesOfTheReference() {
        NumericBins bins = NumericBins.ofQuantiles(new double[] {1, 1, 2, 4});

        assertThat(bins.size()).isEqualTo(6);
        assertThat(bins.label(bins.indexOf(Double.NaN))).isEqualTo("missing");
        assertThat(bins.label(bins.indexOf("text"))).isEqualTo("missing");
        assertThat(bins.label(bins.indexOf(0.5))).isEqualTo("< 1.0");
        assertThat(bins.label(bins.indexOf(1L))).isEqualTo("1.0 .. < 2.0");
        assertThat(bins.label(bins.indexOf(3.9))).isEqualTo("2.0 .. < 4.0");
        assertThat(bins.label(bins.indexOf(4))).isEqualTo("4.0");
        assertThat(bins.label(bins.indexOf(4.1))).isEqualTo("> 4.0");
    }

    @Property
    void everyNumberHasExactlyOneBinAndBinsAscend(
            @ForAll @Size(min = 1, max = 400) double[] values, @ForAll double x, @ForAll double y) {
        NumericBins bins = NumericBins.ofQuantiles(values);

        assertThat(bins.indexOf(x)).isBetween(1, bins.size() - 1);
        if (x <= y) {
            assertThat(bins.indexOf(x)).isLessThanOrEqualTo(bins.indexOf(y));
        }
        for (double value : values) {
            assertThat(bins.indexOf(value)).isBetween(2, bins.size() - 2);
        }
    }

    @Test
    void binsCategoriesByFrequency() {
        Map<String, Long> counts = new HashMap<>();
        IntStream.range(0, 60).forEach(i -> counts.put("c" + i, 100L - i));

        CategoricalBins bins = CategoricalBins.of(counts);

        assertThat(bins.size()).isEqualTo(53);
        assertThat(bins.label(bins.indexOf(null))).isEqualTo("missing");
        assertThat(bins.label(bins.indexOf("c0"))).isEqualTo("c0");
        assertThat(bins.label(bins.indexOf("c59"))).isEqualTo("other");
        assertThat(bins.label(bins.indexOf("never seen"))).isEqualTo("new");
    }

    @Test
    void mergingIsCountingTogether() {
        Bins bins = NumericBins.ofQuantiles(new double[] {1, 2, 3});
        Counts left = new Counts(bins);
        Counts right = new Counts(bins);
        Counts both = new Counts(bins);
        new Random(5)
                .doubles(100, 0, 4)
                .forEach(value -> {
                    (value < 2 ? left : right).add(value);
                    both.add(value);
                });

        left.merge(right);

        assertThat(left.toArray()).isEqualTo(both.toArray());
        assertThat(left.total()).isEqualTo(100);
    }

    @Test
    void survivesItsFile() {
        Reference reference = reference(500);

        Reference read = Reference.fromJson(reference.toJson());

        assertThat(read.toJson()).isEqualTo(reference.toJson());
        assertThat(read.rows()).isEqualTo(500);
        assertThat(profile(read, "item").bins().indexOf("A3"))
                .isEqualTo(profile(reference, "item").bins().indexOf("A3"));
        assertThat(read.score().counts()).isEqualTo(reference.score().counts());
    }

    @Test
    void keepsAUniformSampleOfALargePopulation() {
        Reference reference = reference(150_000);

        assertThat(reference.rows()).isEqualTo(150_000);
        assertThat(reference.sampled()).isEqualTo(100_000);
        assertThat(LongStream.of(profile(reference, "price").countArray()).sum())
                .isEqualTo(100_000);
    }

    @Test
    void groupsNumericBinsIntoDeciles() {
        Profile price = profile(reference(20_000), "price");

        Grouping grouping = Grouping.of(price);
        long[] grouped = grouping.apply(price.countArray());

        assertThat(grouping.size()).isBetween(12, 14);
        assertThat(Arrays.stream(grouped).sum()).isEqualTo(20_000);
        assertThat(grouped[1]).isZero();
        assertThat(grouped[grouped.length - 1]).isZero();
        assertThat(Arrays.stream(grouped, 2, 11).max().orElseThrow()).isLessThan(2_200);
    }

    private static Profile profile(Reference reference, String feature) {
        return Objects.requireNonNull(reference.features().get(feature));
    }

    private static Reference reference(int rows) {
        ReferenceFitter fitter = new ReferenceFitter(COLUMNS);
        Random random = new Random(9);
        for (int i = 0; i < rows; i++) {
            Map<String, Object> values = new HashMap<>();
            values.put("item", "A" + random.nextInt(5));
            if (random.nextInt(10) > 0) {
                values.put("price", random.nextDouble(10, 90));
            }
            fitter.add(FeatureRow.of(COLUMNS, values), random.nextDouble());
        }
        return fitter.fit();
    }
}
