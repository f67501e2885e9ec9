package dev.flywheel.monitoring.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellsTest {

    @Property
    void keepsEveryRow(@ForAll @Size(min = 3, max = 300) List<@LongRange(max = 1000) Long> rows) {
        long[] reference = array(rows);

        Cells cells = Cells.quantiles(reference, 0, 10);

        assertThat(Arrays.stream(cells.merge(reference)).sum())
                .isEqualTo(Arrays.stream(reference).sum());
        assertThat(cells.count()).isBetween(2, 12);
        assertThat(cells.merge(reference)[cells.count() - 1]).isEqualTo(reference[0]);
    }

    @Property
    void leavesNoCellOfOrderedValuesNearlyEmpty(
            @ForAll @Size(min = 20, max = 300) List<@LongRange(min = 1, max = 1000) Long> rows) {
        long[] reference = array(rows);

        Cells cells = Cells.quantiles(reference, 0, 10);

        long[] merged = cells.merge(reference);
        long present = Arrays.stream(merged).sum() - reference[0];
        for (int cell = 0; cell < cells.count() - 1; cell++) {
            assertThat(merged[cell] * 20).isGreaterThanOrEqualTo(present);
        }
    }

    @Property
    void keepsNeighboursTogether(
            @ForAll @Size(min = 3, max = 300) List<@LongRange(max = 1000) Long> rows,
            @ForAll @IntRange(min = 2, max = 20) int wanted) {
        int[] ofBin = Cells.quantiles(array(rows), 0, wanted).ofBin();

        for (int bin = 2; bin < ofBin.length; bin++) {
            assertThat(ofBin[bin] - ofBin[bin - 1]).isBetween(0, 1);
        }
    }

    @Test
    void countsWhatIsBeyondTheReferenceWithTheOutermostCells() {
        long[] reference = {5, 0, 100, 100, 100, 0};

        Cells cells = Cells.quantiles(reference, 0, 3);

        assertThat(cells.ofBin()).containsExactly(3, 0, 0, 1, 2, 2);
        assertThat(cells.merge(reference)).containsExactly(100, 100, 100, 5);
    }

    @Test
    void survivesAReferenceWithoutValues() {
        Cells cells = Cells.quantiles(new long[] {7, 0, 0}, 0, 10);

        assertThat(cells.merge(new long[] {7, 0, 0})).containsExactly(0, 7);
    }

    private static long[] array(List<Long> rows) {
        return rows.stream().mapToLong(Long::longValue).toArray();
    }
}
