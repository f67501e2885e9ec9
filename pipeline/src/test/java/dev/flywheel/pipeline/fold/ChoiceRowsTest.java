package dev.flywheel.pipeline.fold;

import static dev.flywheel.pipeline.PipelineFixtures.START;
import static dev.flywheel.pipeline.PipelineFixtures.aClick;
import static dev.flywheel.pipeline.PipelineFixtures.aView;
import static dev.flywheel.pipeline.PipelineFixtures.anItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChoiceRowsTest {

    private static final Pipeline PIPELINE = PipelineFixtures.aPipeline();

    private final ChoiceRows rows = new ChoiceRows(PIPELINE);

    @Test
    void drawsTheSameNegativesEachTime() {
        catalogue(50);
        Event click = aClick("e1", "U1", "I7", START, 1);

        List<LabelledRow> first = rows.rows(click);
        List<LabelledRow> second = rows.rows(click);

        assertThat(first).extracting(LabelledRow::candidate).containsExactly("I7", "I24", "I35");
        assertThat(second)
                .extracting(LabelledRow::candidate)
                .isEqualTo(first.stream().map(LabelledRow::candidate).toList());
    }

    @Test
    void drawsOtherNegativesForAnotherEventOrSeed() {
        catalogue(50);
        ChoiceRows otherSeed = new ChoiceRows(withSeed(43));
        catalogue(otherSeed, 50);

        List<String> drawn = candidates(rows, aClick("e1", "U1", "I7", START, 1));

        assertThat(candidates(rows, aClick("e2", "U1", "I7", START, 1))).isNotEqualTo(drawn);
        assertThat(candidates(otherSeed, aClick("e1", "U1", "I7", START, 1))).isNotEqualTo(drawn);
    }

    @Test
    void drawsUniformlyAndNeverThePositive() {
        catalogue(11);
        Map<String, Integer> counts = new HashMap<>();

        for (int i = 0; i < 20_000; i++) {
            List<String> drawn = candidates(rows, aClick("e" + i, "U1", "I0", START, 1));
            assertThat(drawn.subList(1, drawn.size())).doesNotContain("I0").doesNotHaveDuplicates();
            drawn.subList(1, drawn.size()).forEach(key -> counts.merge(key, 1, Integer::sum));
        }

        assertThat(counts).hasSize(10);
        assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(3_800, 4_200));
    }

    @Test
    void drawsWhatWasChosenOftenMoreOftenAndWeighsItLess() {
        ChoiceRows popular = byPopularity(1);
        catalogue(popular, 5);
        Instant at = START;
        for (int i = 0; i < 10; i++) {
            // I1 once, I2 twice, I3 three times, I4 four times: they count 2, 3, 4 and 5.
            int item = i == 0 ? 1 : i < 3 ? 2 : i < 6 ? 3 : 4;
            at = at.plusSeconds(1);
            popular.apply(aClick("c" + i, "U1", "I" + item, at, 1));
        }
        Map<String, Double> counts = new HashMap<>();
        Map<String, Double> weights = new HashMap<>();

        for (int i = 0; i < 14_000; i++) {
            LabelledRow drawn = popular.rows(aClick("e" + i, "U1", "I0", at, 1)).getLast();
            String key = Objects.requireNonNull(drawn.candidate());
            counts.merge(key, 1.0, Double::sum);
            weights.merge(key, drawn.weight(), Double::sum);
        }

        assertThat(counts.get("I1")).isCloseTo(2_000, within(150.0));
        assertThat(counts.get("I2")).isCloseTo(3_000, within(150.0));
        assertThat(counts.get("I3")).isCloseTo(4_000, within(150.0));
        assertThat(counts.get("I4")).isCloseTo(5_000, within(150.0));
        assertThat(weights.values())
                .hasSize(4)
                .allSatisfy(sum -> assertThat(sum).isCloseTo(3_500, within(250.0)));
        assertThat(popular.rows(aClick("x", "U1", "I0", at, 1)).getFirst().weight()).isEqualTo(1);
    }

    @Test
    void drawsAllOthersByPopularityIfAsManyAreWanted() {
        ChoiceRows popular = byPopularity(9);
        catalogue(popular, 5);
        for (int i = 0; i < 1_000; i++) {
            popular.apply(aClick("c" + i, "U1", "I3", START.plusSeconds(i), 1));
        }
        Event click = aClick("e", "U1", "I0", START.plusSeconds(1_000), 1);

        assertThat(candidates(popular, click))
                .containsExactlyInAnyOrder("I0", "I1", "I2", "I3", "I4");
        assertThat(candidates(popular, click)).isEqualTo(candidates(popular, click));
    }

    @Test
    void drawsByPopularityAfterACheckpointAsBefore() {
        ChoiceRows popular = byPopularity(2);
        catalogue(popular, 20);
        for (int i = 0; i < 50; i++) {
            popular.apply(aClick("c" + i, "U1", "I" + i % 7, START.plusSeconds(i), 1));
        }
        ChoiceRows restored = ChoiceRows.decode(withPopularity(2), popular.encode());

        for (int i = 0; i < 50; i++) {
            Event click = aClick("e" + i, "U1", "I0", START.plusSeconds(100), 1);
            assertThat(candidates(restored, click)).isEqualTo(candidates(popular, click));
        }
    }

    @Test
    void drawsOnlyWhatIsKnownAtThePlace() {
        rows.apply(anItem("I1", START, "red", 10));
        rows.apply(aClick("e1", "U1", "I2", START, 1));
        Event click = aClick("e2", "U1", "I3", START.plusSeconds(1), 2);

        assertThat(candidates(rows, click)).containsExactlyInAnyOrder("I1", "I2", "I3");
        assertThat(rows.list(click))
                .extracting(LabelledRow::candidate)
                .containsExactly("I3", "I1", "I2");
    }

    @Test
    void passesOverEventsThatAreDeclaredNoMore() {
        rows.apply(new Event("old", "purchase", START, null, Map.of("item_id", "I9")));

        assertThat(rows.candidates()).isZero();
        assertThat(rows.fold().count()).isEqualTo(1);
    }

    @Test
    void givesEachCandidateItsOwnFeaturesAndTheUsersToAll() {
        rows.apply(anItem("I1", START, "red", 10));
        rows.apply(anItem("I2", START, "blue", 20));
        rows.apply(aClick("e1", "U1", "I1", START, 1));

        List<LabelledRow> list = rows.list(aClick("e2", "U1", "I2", START.plusSeconds(60), 2));

        assertThat(list).extracting(LabelledRow::label).containsExactly(1.0, 0.0);
        assertThat(list.getFirst().features().asMap())
                .containsEntry("item_id", "I2")
                .containsEntry("item_price", 20.0)
                .containsEntry("item_clicks", 0.0)
                .containsEntry("pair_clicks", 0.0)
                .containsEntry("user_last_item", "I1");
        assertThat(list.getLast().features().asMap())
                .containsEntry("item_id", "I1")
                .containsEntry("item_price", 10.0)
                .containsEntry("item_clicks", 1.0)
                .containsEntry("pair_clicks", 1.0)
                .containsEntry("user_last_item", "I1")
                .containsEntry("order", 2.0);
    }

    @Test
    void evaluatesOnlyUsersWithAnEarlierEvent() {
        Event first = aClick("e1", "U1", "I1", START, 1);
        Event second = aClick("e2", "U1", "I2", START.plusSeconds(20), 2);
        Evaluated evaluated = new Evaluated(PIPELINE);

        assertThat(evaluated.includes(first)).isFalse();
        evaluated.apply(first);

        assertThat(evaluated.includes(second)).isTrue();
        assertThat(evaluated.includes(aView("e3", "U1", START.plusSeconds(30), 1))).isFalse();
    }

    @Test
    void refusesWhatIsOutOfPlaceOrder() {
        rows.apply(aClick("e2", "U1", "I1", START, 1));

        assertThatIllegalStateException()
                .isThrownBy(() -> rows.apply(aClick("e1", "U1", "I1", START, 1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> rows.apply(aClick("e2", "U1", "I1", START, 1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> rows.apply(anItem("I1", START, "red", 10)));
    }

    @Test
    void refusesADamagedCheckpointAndOneOfAnotherFeatureSet() {
        rows.apply(aClick("e1", "U1", "I1", START, 1));
        byte[] checkpoint = rows.encode();
        Pipeline other =
                PipelineReader.read(
                        PipelineFixtures.YAML.replace("window: 7d", "window: 8d"), "shop.yaml");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChoiceRows.decode(other, checkpoint))
                .withMessageContaining(other.featureSet().id());
        for (int length = 0; length < checkpoint.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(checkpoint, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ChoiceRows.decode(PIPELINE, cut));
        }
    }

    private void catalogue(int size) {
        catalogue(rows, size);
    }

    private static void catalogue(ChoiceRows rows, int size) {
        for (int i = 0; i < size; i++) {
            rows.apply(anItem("I" + i, START, "red", i));
        }
    }

    private static List<String> candidates(ChoiceRows rows, Event click) {
        return rows.rows(click).stream().map(LabelledRow::candidate).toList();
    }

    private static ChoiceRows byPopularity(int sample) {
        return new ChoiceRows(withPopularity(sample));
    }

    private static Pipeline withPopularity(int sample) {
        return PipelineReader.read(
                PipelineFixtures.YAML.replace(
                        "{ sample: 2, from: item }",
                        "{ sample: " + sample + ", from: item, weights: popularity }"),
                "shop.yaml");
    }

    private static Pipeline withSeed(long seed) {
        String training = "training:\n  seed: " + seed;
        return PipelineReader.read(
                PipelineFixtures.YAML.replace("training:", training), "shop.yaml");
    }
}
