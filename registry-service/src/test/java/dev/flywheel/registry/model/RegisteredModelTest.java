package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegisteredModelTest {

    private static final Instant NOW = Instant.parse("2008-08-13T00:00:00Z");

    private final RegisteredModel model = ModelFixtures.aRegisteredModel();

    @Test
    void numbersVersionsFromOne() {
        assertThat(List.of(model.nextVersion(NOW), model.nextVersion(NOW))).containsExactly(1, 2);
    }

    @Test
    void growsItsRevisionWithEveryChangeOfAnAlias() {
        assertThat(model.pointAlias("champion", 1, NOW)).isTrue();
        assertThat(model.pointAlias("champion", 1, NOW)).isFalse();
        assertThat(model.removeAlias("champion", NOW)).contains(1);
        assertThat(model.removeAlias("champion", NOW)).isEmpty();

        assertThat(model.revision()).isEqualTo(2);
    }

    @Test
    void rollsBackThroughItsChampions() {
        IntStream.of(1, 2, 3).forEach(version -> model.pointAlias("champion", version, NOW));

        assertThat(model.previousChampion()).contains(2);
        assertThat(model.rollBack(NOW)).contains(2);
        assertThat(model.rollBack(NOW)).contains(1);
        assertThat(model.rollBack(NOW)).isEmpty();
        assertThat(model.revision()).isEqualTo(5);
    }

    @Test
    void remembersChampionsOnly() {
        model.pointAlias("challenger", 1, NOW);
        model.pointAlias("challenger", 2, NOW);

        assertThat(model.previousChampion()).isEmpty();
        assertThat(model.aliasesOf(2)).containsExactly("challenger");
    }

    @Test
    void forgetsTheOldestOfManyChampions() {
        IntStream.rangeClosed(1, 100).forEach(v -> model.pointAlias("champion", v, NOW));

        long back = IntStream.range(0, 100).filter(_ -> model.rollBack(NOW).isPresent()).count();

        assertThat(back).isEqualTo(50);
        assertThat(model.aliased("champion")).contains(50);
    }
}
