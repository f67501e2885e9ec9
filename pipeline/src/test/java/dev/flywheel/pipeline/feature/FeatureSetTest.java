package dev.flywheel.pipeline.feature;

import static dev.flywheel.pipeline.PipelineFixtures.START;
import static dev.flywheel.pipeline.PipelineFixtures.aClick;
import static dev.flywheel.pipeline.PipelineFixtures.anItem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.fold.Fold;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSetTest {

    private static final FeatureSet FEATURES = PipelineFixtures.aPipeline().featureSet();

    @Test
    void knowsTypesAndWhatOnlyGrows() {
        assertThat(FEATURES.columns())
                .filteredOn(column -> column.type() == FeatureType.CATEGORICAL)
                .extracting(FeatureColumn::name)
                .containsExactly(
                        "user_last_item",
                        "user_last_item_idle",
                        "user_last_colour",
                        "user_last_late",
                        "user_country",
                        "pair_last_device",
                        "item_id",
                        "item_colour");
        assertThat(FEATURES.columns())
                .filteredOn(FeatureColumn::cumulative)
                .extracting(FeatureColumn::name)
                .containsExactly("user_clicks", "user_views", "item_clicks", "pair_clicks");
    }

    @Test
    void saysWhatAFeatureMeans() {
        assertThat(FEATURES.columns())
                .extracting(FeatureColumn::meaning)
                .contains(
                        "How many click events this user had in the last 7 days.",
                        "Mean item.price over the click events of this user.",
                        "The click.item_id of the latest click event of this user, forgotten after"
                                + " 3 days without one.",
                        "How many click events this user and item had.",
                        "Which item it is.",
                        "The price of this item.");
    }

    @Test
    void givesTheUnknownZeroCountsAndNothingElse() {
        FeatureVector vector = FEATURES.vector(_ -> null, Map.of("user", "new"), Map.of(), START);

        assertThat(vector.asMap().values()).containsOnly(0.0);
        assertThat(vector.asMap()).containsEntry("user_clicks_7d", 0.0).hasSize(8);
    }

    @Test
    void tellsTheHourOfTheQuestionAlsoWhereStatesAreLater() {
        FeatureSet features = PipelineFixtures.aPipelineWithAllOperators().featureSet();
        @Nullable GroupState[] states = new @Nullable GroupState[features.groups().size()];
        @Nullable String[] keys = features.keys(Map.of("user", "U1"));
        AsOf asked = AsOf.of(START);

        FeatureVector later =
                features.vector(states, keys, Map.of(), asked.until(START.plusSeconds(7200)));

        assertThat(later.asMap().get("hour"))
                .isEqualTo(features.vector(states, keys, Map.of(), asked).asMap().get("hour"));
    }

    @Test
    void makesTheSameVectorsForCandidatesAsOneByOne() {
        FeatureSet features = PipelineFixtures.aPipelineWithAllOperators().featureSet();
        Fold fold = new Fold(features);
        fold.apply(anItem("I1", START, "red", 10));
        fold.apply(anItem("I2", START, "blue", 20));
        fold.apply(aClick("e1", "U1", "I1", START, 1));
        var at = START.plusSeconds(60);
        Map<String, Object> fields = Map.of("order", 2L);

        List<FeatureVector> vectors =
                features.vectors(
                        fold, Map.of("user", "U1"), fields, at, "item", List.of("I2", "I1", "I3"));

        assertThat(vectors)
                .extracting(FeatureVector::asMap)
                .containsExactly(
                        fold.vector(Map.of("user", "U1", "item", "I2"), fields, at).asMap(),
                        fold.vector(Map.of("user", "U1", "item", "I1"), fields, at).asMap(),
                        fold.vector(Map.of("user", "U1", "item", "I3"), fields, at).asMap());
    }

    @Test
    void readsAVectorBack() {
        Map<String, Object> values = Map.of("item_id", "A13", "item_price", 28, "order", 2L);

        FeatureVector vector = FeatureVector.of(FEATURES, values);

        assertThat(vector.asMap())
                .isEqualTo(Map.of("item_id", "A13", "item_price", 28.0, "order", 2.0));
    }
}
