package dev.flywheel.pipeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PopularityTest {

    @Property(tries = 200)
    void givesEachCandidateAsManyNumbersAsItCounts(
            @ForAll @Size(min = 1, max = 70) List<@IntRange(min = 0, max = 5) Integer> counts,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 69) Integer> chosen) {
        Popularity popularity = new Popularity();
        long[] expected = new long[counts.size()];
        for (int i = 0; i < expected.length; i++) {
            popularity.append(counts.get(i));
            expected[i] = counts.get(i);
        }
        for (int index : chosen) {
            if (index < expected.length) {
                popularity.add(index, 3);
                expected[index] += 3;
            }
        }

        long[] found = new long[expected.length];
        for (long number = 0; number < popularity.total(); number++) {
            found[popularity.at(number)]++;
        }

        assertThat(found).isEqualTo(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(popularity.count(i)).isEqualTo(expected[i]);
        }
    }
}
