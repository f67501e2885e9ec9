package dev.flywheel.monitoring.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowCountsTest {

    @Property(tries = 50)
    void sumsToTheSameInAnyOrderAndSplit(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 200) int rows) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new int[] {random.nextInt(16), random.nextInt(9), random.nextInt(90_000)});
        }
        WindowCounts whole = counted(all);

        Collections.shuffle(all, random);
        int cut = random.nextInt(rows + 1);
        WindowCounts parts = counted(all.subList(0, cut)).plus(counted(all.subList(cut, rows)));

        assertThat(parts).isEqualTo(whole);
    }

    @Property(tries = 50)
    void survivesItsBytes(@ForAll Random random, @ForAll @IntRange(max = 200) int rows) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new int[] {random.nextInt(16), random.nextInt(9), random.nextInt(90_000)});
        }
        WindowCounts counts = counted(all);

        WindowCounts read = CountsCodec.decode(CountsCodec.encode(counts));

        assertThat(read).isEqualTo(counts);
    }

    @Property
    void tellsALatencyAtMost19PercentTooHigh(
            @ForAll @IntRange(min = 1, max = 10_000_000) int micros) {
        WindowCounts counts = new WindowCounts();
        counts.addPrediction(0, false, micros, 1);

        long median = counts.latencyQuantileMicros(0.5);

        assertThat((double) median).isBetween(micros - 0.5, micros * 1.19 + 0.5);
    }

    @Test
    void dealsUsersEvenlyIntoGroups() {
        int[] users = new int[Groups.COUNT];

        for (int user = 0; user < 16_000; user++) {
            users[Groups.of("U" + user)]++;
        }

        assertThat(Arrays.stream(users)).allMatch(group -> group > 850 && group < 1150);
    }

    private static WindowCounts counted(List<int[]> rows) {
        WindowCounts counts = new WindowCounts();
        for (int[] row : rows) {
            counts.addPrediction(row[0], row[1] == 0, row[2], 40);
            counts.addProfiled();
            counts.feature("a", 9, 3).add(row[0], row[1], row[1] / 3);
            if (row[2] % 2 == 0) {
                counts.feature("b", 9, 9).add(row[0], row[1], row[1]);
            }
        }
        return counts;
    }
}
