package dev.flywheel.training.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.spec.Choice;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialsTest {

    private static final Candidate FIXED = new Candidate(Trainer.LOGISTIC_REGRESSION, Map.of());
    private static final Candidate MACHINE =
            new Candidate(
                    Trainer.FACTORIZATION_MACHINE,
                    Map.of("init_variance", 0.2),
                    Map.of("learning_rate", new Choice.Between(0.01, 0.3, true)));
    private static final Candidate TREES =
            new Candidate(
                    Trainer.GRADIENT_BOOSTING,
                    Map.of(),
                    Map.of("depth", new Choice.OneOf(List.of(2L, 3L))));

    @Test
    void drawsTheSameForTheSameSeed() {
        assertThat(trials(42, 6, MACHINE, TREES)).isEqualTo(trials(42, 6, MACHINE, TREES));
        assertThat(trials(43, 6, MACHINE, TREES)).isNotEqualTo(trials(42, 6, MACHINE, TREES));
    }

    @Test
    void takesCandidatesInTurn() {
        Trials trials = trials(42, 4, FIXED, MACHINE, TREES);

        assertThat(trials.fixed()).containsExactly(FIXED);
        assertThat(trials.drawn())
                .extracting(Candidate::trainer)
                .containsExactly(
                        Trainer.FACTORIZATION_MACHINE,
                        Trainer.GRADIENT_BOOSTING,
                        Trainer.FACTORIZATION_MACHINE,
                        Trainer.GRADIENT_BOOSTING);
        assertThat(trials.drawn())
                .noneMatch(Candidate::isOpen)
                .filteredOn(candidate -> candidate.trainer() == Trainer.FACTORIZATION_MACHINE)
                .allSatisfy(candidate ->
                        assertThat(candidate.hyperparameters())
                                .containsEntry("init_variance", 0.2)
                                .containsKey("learning_rate"));
    }

    @Test
    void triesNothingTwice() {
        Trials trials = trials(42, 20, TREES);

        assertThat(trials.drawn())
                .extracting(candidate -> candidate.hyperparameters().get("depth"))
                .containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void goesOnWithTheOthersWhereOneHasNoMore() {
        assertThat(trials(42, 10, MACHINE, TREES).drawn()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void drawsTheSameHoweverManyTrialsThereAre() {
        List<Candidate> more = trials(42, 9, MACHINE, TREES).drawn();

        assertThat(more)
                .startsWith(trials(42, 5, MACHINE, TREES).drawn().toArray(Candidate[]::new));
    }

    private static Trials trials(long seed, int trials, Candidate... candidates) {
        return Trials.of(
                new Training(
                        null,
                        null,
                        new Training.Split(0.7, 0.15, 0.15),
                        seed,
                        List.of(candidates),
                        new Training.Search(trials, null)));
    }
}
