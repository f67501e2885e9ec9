package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.spec.Label;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedPipelinesTest {

    private static final Pipelines PIPELINES =
            Pipelines.load(Path.of("..", "pipelines"), new DuckDbCheck());

    @Test
    void readsClickRecommendation() {
        Pipeline pipeline = PIPELINES.get("click-recommendation");

        assertThat(pipeline.featureSet().groups())
                .extracting(Group::name)
                .containsExactly(
                        "user",
                        "item",
                        "user+item",
                        "user+item_category",
                        "user_last_item+item",
                        "user_last_item",
                        "user_second_last_item+item",
                        "user_second_last_item",
                        "user_last_category+item",
                        "user_last_category");
        assertThat(pipeline.featureSet().columns())
                .extracting(FeatureColumn::name)
                .contains("user_last_item", "item_clicks_7d", "user_item_clicks", "item_id");
        assertThat(pipeline.candidate()).extracting(EntitySpec::key).isEqualTo("item_id");
        assertThat(pipeline.hash()).hasSize(64);
        assertThat(pipeline.featureSet().id()).hasSize(12);
    }

    @Test
    void servesClickRecommendationByDefault() {
        assertThat(PIPELINES.defaultPipeline().name()).isEqualTo("click-recommendation");
    }

    @Test
    void learnsFraudFromLaterReports() {
        Pipeline pipeline = PIPELINES.get("fraud-detection");

        assertThat(pipeline.label()).isInstanceOf(Label.Outcome.class);
        assertThat(pipeline.imports()).containsOnlyKeys("transactions", "fraud_reports");
    }
}
