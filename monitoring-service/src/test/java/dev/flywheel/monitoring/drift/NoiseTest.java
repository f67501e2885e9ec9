package dev.flywheel.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.monitoring.window.Groups;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NoiseTest {

    private static final int CELLS = 10;

    /// Yurdakul's `(cells - 1) (1/n + 1/m)`, which holds for independent rows.
    @Test
    void isThatOfTheBookForIndependentRows() {
        Random random = new Random(1);
        double expected = 0;
        double measured = 0;
        for (int window = 0; window < 200; window++) {
            long[][] live = rows(random, 1000, 1);
            long[] reference = total(rows(random, 4000, 1));
            expected += Noise.of(live, reference, 1000, 4000, 1).expected() / 200;
            measured += Distance.PSI.divergence(reference, total(live)) / 200;
        }

        double book = (CELLS - 1) * (1 / 1000.0 + 1 / 4000.0);
        assertThat(expected).isCloseTo(book, within(0.1 * book));
        assertThat(measured).isCloseTo(book, within(0.1 * book));
    }

    @Test
    void growsWithTheRowsThatUsersRepeat() {
        Random random = new Random(2);
        double expected = 0;
        double measured = 0;
        for (int window = 0; window < 200; window++) {
            long[][] live = rows(random, 250, 8);
            long[] reference = total(rows(random, 4000, 1));
            Noise noise = Noise.of(live, reference, 250, 4000, 1);
            expected += noise.expected() / 200;
            measured += Distance.PSI.divergence(reference, total(live)) / 200;
        }

        double book = (CELLS - 1) * (1 / 250.0 + 1 / 4000.0);
        assertThat(expected).isCloseTo(book, within(0.1 * book));
        assertThat(measured).isCloseTo(book, within(0.15 * book));
    }

    @Test
    void isAnEighthOnTheScaleOfJensenShannon() {
        Random random = new Random(3);
        double expected = 0;
        double measured = 0;
        for (int window = 0; window < 200; window++) {
            long[][] live = rows(random, 1000, 1);
            long[] reference = total(rows(random, 4000, 1));
            double factor = Distance.JENSEN_SHANNON.factor();
            expected += Noise.of(live, reference, 1000, 4000, factor).expected() / 200;
            measured += Distance.JENSEN_SHANNON.divergence(reference, total(live)) / 200;
        }

        assertThat(expected).isCloseTo(measured, within(0.1 * measured));
    }

    @Test
    void isSeldomExceededByChance() {
        Random random = new Random(4);
        int exceeded = 0;
        for (int window = 0; window < 1000; window++) {
            long[][] live = rows(random, 100, 5);
            long[] reference = total(rows(random, 2000, 1));
            double psi = Distance.PSI.divergence(reference, total(live));
            exceeded += Noise.of(live, reference, 100, 2000, 1).isExceededBy(psi) ? 1 : 0;
        }

        assertThat(exceeded).isLessThan(50);
    }

    @Property
    void isNeverNegativeNorUndefined(@ForAll Random random) {
        long[][] live = new long[Groups.COUNT][CELLS];
        int rows = random.nextInt(40);
        for (int i = 0; i < rows; i++) {
            live[random.nextInt(3)][random.nextInt(CELLS)]++;
        }
        long[] reference = new long[CELLS];
        reference[random.nextInt(CELLS)] = random.nextInt(100);

        Noise noise = Noise.of(live, reference, rows, 10, 1);

        assertThat(noise.expected()).isFinite().isNotNegative();
        assertThat(noise.spread()).isFinite().isNotNegative();
        assertThat(noise.effectiveRows()).isFinite().isNotNegative();
    }

    private static long[][] rows(Random random, int users, int each) {
        long[][] groups = new long[Groups.COUNT][CELLS];
        for (int user = 0; user < users; user++) {
            groups[random.nextInt(Groups.COUNT)][random.nextInt(CELLS)] += each;
        }
        return groups;
    }

    private static long[] total(long[][] groups) {
        long[] total = new long[CELLS];
        for (long[] group : groups) {
            Arrays.setAll(total, cell -> total[cell] + group[cell]);
        }
        return total;
    }
}
