package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.naming.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    @Test
    void numbersOnUnderAnotherNameAndKeepsTheOldOne() {
        model.nextVersion(NOW);
        model.pointAlias("challenger", 1, NOW);

        RegisteredModel old = model.rename("visits", Optional.empty(), NOW);

        assertThat(old.name()).isEqualTo("clicks");
        assertThat(old.isDeleted()).isTrue();
        assertThat(old.isFreeFor(ModelFixtures.aRegisteredModel())).isFalse();
        assertThat(old.aliases()).isEmpty();
        assertThat(old.revision()).isEqualTo(model.revision()).isEqualTo(2);
        assertThat(old.nextVersion(NOW)).isEqualTo(2);
        assertThat(model.name()).isEqualTo("visits");
        assertThat(model.aliased("challenger")).contains(1);
    }

    @Test
    void comesBackEmptyAndWithNewNumbers() {
        model.nextVersion(NOW);
        model.setTag(new Tag("team", "search"), NOW);
        model.pointAlias("champion", 1, NOW);
        model.removeAlias("champion", NOW);

        model.delete(NOW);
        boolean deleted = model.isDeleted();
        model.register(new NewModel("clicks", "new", "bob", List.of()), NOW);

        assertThat(deleted).isTrue();
        assertThat(model.isDeleted()).isFalse();
        assertThat(model.tags()).isEmpty();
        assertThat(model.previousChampion()).isEmpty();
        assertThat(model.nextVersion(NOW)).isEqualTo(2);
        assertThat(model.revision()).isEqualTo(3);
    }

    @Test
    void rollsBackToNoVersionThatIsGone() {
        IntStream.of(1, 2, 3).forEach(version -> model.pointAlias("champion", version, NOW));

        assertThat(model.forgetChampion(1, NOW)).isFalse();
        assertThat(model.forgetChampion(2, NOW)).isTrue();

        assertThat(model.rollBack(NOW)).isEmpty();
        assertThat(model.revision()).isEqualTo(4);
    }

    @Test
    void keepsItsNameWhileItServes() {
        model.pointAlias("champion", 1, NOW);

        assertThatThrownBy(model::requireNoChampion)
                .isInstanceOf(ModelException.ModelServesException.class)
                .hasMessageContaining("serves version 1");
    }
}
