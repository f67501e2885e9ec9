package dev.flywheel.pipeline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    @Property
    void drawsWholeNumbersOfTheRange(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 1000) long from,
            @ForAll @LongRange(min = 1, max = 1000) long more,
            @ForAll boolean log) {
        Number drawn = new Choice.Whole(from, from + more, log).draw(new SplittableRandom(seed));

        assertThat(drawn).isInstanceOf(Long.class);
        assertThat(drawn.longValue()).isBetween(from, from + more);
    }

    @Property
    void drawsNumbersOfTheRange(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 1e-5, max = 10) @Scale(5) double from,
            @ForAll @DoubleRange(min = 1e-5, max = 10) @Scale(5) double more,
            @ForAll boolean log) {
        Number drawn = new Choice.Between(from, from + more, log).draw(new SplittableRandom(seed));

        assertThat(drawn.doubleValue()).isBetween(from, from + more);
    }

    @Test
    void drawsEachOrderOfMagnitudeAlikeOnALogarithmicScale() {
        double small = share(new Choice.Between(0.001, 10, true), 0.1);
        double linear = share(new Choice.Between(0.001, 10, false), 0.1);

        assertThat(small).isCloseTo(0.5, within(0.05));
        assertThat(linear).isCloseTo(0.01, within(0.01));
    }

    @Test
    void drawsBothEndsOfWholeNumbers() {
        for (boolean log : List.of(true, false)) {
            assertThat(draws(new Choice.Whole(2, 4, log)).distinct().sorted())
                    .containsExactly(2.0, 3.0, 4.0);
        }
    }

    @Test
    void drawsEveryValueOfAList() {
        assertThat(draws(new Choice.OneOf(List.of(8L, 16L, 32L))).distinct().sorted())
                .containsExactly(8.0, 16.0, 32.0);
    }

    private static double share(Choice choice, double below) {
        return draws(choice).filter(value -> value < below).count() / 1000.0;
    }

    private static Stream<Double> draws(Choice choice) {
        SplittableRandom random = new SplittableRandom(7);
        return Stream.generate(() -> choice.draw(random).doubleValue()).limit(1000);
    }
}
