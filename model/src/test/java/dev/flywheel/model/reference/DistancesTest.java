package dev.flywheel.model.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DistancesTest {

    private static final double GREATEST = Math.sqrt(StrictMath.log(2));

    @Test
    void psiOfAKnownExample() {
        double psi = Distances.psi(new long[] {50, 30, 20}, new long[] {40, 30, 30});

        assertThat(psi)
                .isCloseTo(-0.1 * StrictMath.log(0.8) + 0.1 * StrictMath.log(1.5), within(1e-15));
    }

    @Test
    void jensenShannonOfAKnownExample() {
        // By hand: sqrt((KL([.5 .5] || [.7 .3]) + KL([.9 .1] || [.7 .3])) / 2).
        assertThat(Distances.jensenShannon(new long[] {5, 5}, new long[] {9, 1}))
                .isCloseTo(0.31898, within(1e-4));
    }

    @Test
    void kolmogorovSmirnovOfAKnownExample() {
        // Missing values, the first bin, are left out: 0.2, 0.5, 1 against 0.5, 0.5, 1.
        assertThat(Distances.kolmogorovSmirnov(new long[] {90, 2, 3, 5}, new long[] {0, 5, 0, 5}))
                .isCloseTo(0.3, within(1e-15));
        assertThat(Distances.kolmogorovSmirnov(new long[] {3, 0}, new long[] {1, 4})).isZero();
    }

    @Test
    void chiSquareOfAKnownExample() {
        // The table of 10, 20 against 20, 10: all of the four expected counts are 15.
        assertThat(Distances.chiSquare(new long[] {10, 20, 0}, new long[] {20, 10, 0}))
                .isCloseTo(4 * 25 / 15.0, within(1e-12));
    }

    @Property
    void testStatisticsAreZeroForTheSameSharesAndSymmetric(
            @ForAll("counts") long[] a, @ForAll("counts") long[] b) {
        long[] twiceA = Arrays.stream(a).map(count -> count * 2).toArray();

        assertThat(Distances.kolmogorovSmirnov(a, b)).isBetween(0.0, 1.0);
        assertThat(Distances.kolmogorovSmirnov(a, b))
                .isCloseTo(Distances.kolmogorovSmirnov(b, a), within(1e-12));
        assertThat(Distances.kolmogorovSmirnov(a, twiceA)).isCloseTo(0, within(1e-12));
        assertThat(Distances.chiSquare(a, b)).isNotNegative();
        assertThat(Distances.chiSquare(a, b)).isCloseTo(Distances.chiSquare(b, a), within(1e-6));
        assertThat(Distances.chiSquare(a, twiceA)).isCloseTo(0, within(1e-6));
    }

    @Test
    void disjointCountsAreAsFarAsCanBe() {
        assertThat(Distances.jensenShannon(new long[] {7, 0}, new long[] {0, 3}))
                .isCloseTo(GREATEST, within(1e-12));
        assertThat(Distances.psi(new long[] {7, 0}, new long[] {0, 3}))
                .isFinite()
                .isGreaterThan(10);
    }

    @Property
    void neverNegativeSymmetricAndZeroForTheSameShares(
            @ForAll("counts") long[] a, @ForAll("counts") long[] b) {
        long[] twiceA = Arrays.stream(a).map(count -> count * 2).toArray();

        assertThat(Distances.psi(a, b)).isNotNegative();
        assertThat(Distances.psi(a, b)).isCloseTo(Distances.psi(b, a), within(1e-12));
        assertThat(Distances.psi(a, twiceA)).isCloseTo(0, within(1e-15));
        assertThat(Distances.jensenShannon(a, b)).isBetween(0.0, GREATEST + 1e-12);
        assertThat(Distances.jensenShannon(a, b))
                .isCloseTo(Distances.jensenShannon(b, a), within(1e-12));
        assertThat(Distances.jensenShannon(a, twiceA)).isCloseTo(0, within(1e-7));
    }

    @Property
    void jensenShannonObeysTheTriangleInequality(
            @ForAll("counts") long[] a, @ForAll("counts") long[] b, @ForAll("counts") long[] c) {
        double direct = Distances.jensenShannon(a, c);

        double around = Distances.jensenShannon(a, b) + Distances.jensenShannon(b, c);

        assertThat(direct).isLessThanOrEqualTo(around + 1e-9);
    }

    @Property
    void mergingBinsNeverAddsJensenShannonDistance(
            @ForAll("counts") long[] a, @ForAll("counts") long[] b) {
        long[] mergedA = mergedFirstTwo(a);
        long[] mergedB = mergedFirstTwo(b);

        assertThat(Distances.jensenShannon(mergedA, mergedB))
                .isLessThanOrEqualTo(Distances.jensenShannon(a, b) + 1e-9);
    }

    @Test
    void expectedPsiIsWhatSamplesOfOnePopulationShow() {
        Random random = new Random(3);
        double sum = 0;
        int tries = 400;
        for (int i = 0; i < tries; i++) {
            sum += Distances.psi(sample(random, 5000), sample(random, 1000));
        }

        assertThat(sum / tries).isCloseTo(9 * (1 / 5000.0 + 1 / 1000.0), within(0.001));
    }

    @Test
    void refusesToCompareWithNothing() {
        assertThatThrownBy(() -> Distances.psi(new long[] {1, 2}, new long[] {0, 0}))
                .hasMessageContaining("Nothing was counted");
        assertThatThrownBy(() -> Distances.jensenShannon(new long[] {1}, new long[] {1, 2}))
                .hasMessageContaining("1 bins");
    }

    @Provide
    Arbitrary<long[]> counts() {
        return Arbitraries.longs()
                .between(0, 10_000)
                .array(long[].class)
                .ofSize(6)
                .filter(counts -> Arrays.stream(counts).sum() > 0);
    }

    private static long[] sample(Random random, int rows) {
        long[] counts = new long[10];
        for (int i = 0; i < rows; i++) {
            counts[random.nextInt(10)]++;
        }
        return counts;
    }

    private static long[] mergedFirstTwo(long[] counts) {
        long[] merged = Arrays.copyOfRange(counts, 1, counts.length);
        merged[0] += counts[0];
        return merged;
    }
}
