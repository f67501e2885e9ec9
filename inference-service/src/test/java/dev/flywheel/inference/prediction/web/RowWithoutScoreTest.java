package dev.flywheel.inference.prediction.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.prediction.PredictionFixtures;
import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.inference.serving.ServingModels;
import dev.flywheel.onnx.graph.Classifiers;
import dev.flywheel.support.ServiceSupport;
import dev.flywheel.testsupport.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/// A graph of somebody else's computes NaN for an item that nobody told the price of.
@WebMvcTest(PredictionController.class)
@ImportAutoConfiguration(ServiceSupport.class)
@EnableConfigurationProperties(InferenceProperties.class)
@Import({PredictionFixtures.Beans.class, RowWithoutScoreTest.Models.class})
class RowWithoutScoreTest {

    private static final String TYPE = "https://flywheel.dev/problems/row-not-scored";

    @TempDir static Path directory;

    @Autowired MockMvcTester mvc;
    @Autowired MeterRegistry meters;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @Test
    void answersAProblemThatNamesTheVersionAndCountsIt() {
        double before = unscored();

        assertThat(post("/predict", "{\"user_id\":\"U1\",\"item_id\":\"new\"}"))
                .hasStatus(422)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .hasPathSatisfying("$.type", type -> assertThat(type).isEqualTo(TYPE))
                .hasPathSatisfying("$.model", model -> assertThat(model).isEqualTo("clicks"))
                .hasPathSatisfying("$.version", version -> assertThat(version).isEqualTo(7))
                .hasPathSatisfying(
                        "$.detail",
                        detail ->
                                assertThat(detail)
                                        .asString()
                                        .contains("'probabilities' is NaN", "`missing`"));
        assertThat(unscored()).isEqualTo(before + 1);
    }

    @Test
    void answersTheOtherRowsOfABatch() {
        assertThat(
                        post(
                                "/predict",
                                """
                                {"instances":[{"user_id":"U1","item_id":"A2"},
                                {"user_id":"U1","item_id":"new","request_id":"r2"},
                                {"user_id":"U1","item_id":"A3"}]}\
                                """))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.predictions.length()", n -> assertThat(n).isEqualTo(3))
                .hasPathSatisfying(
                        "$.predictions[0].recommendation_score",
                        score ->
                                assertThat(score)
                                        .asNumber()
                                        .extracting(Number::doubleValue, DOUBLE)
                                        .isEqualTo(
                                                Classifiers.probability(12, 2, "A2"), within(1e-6)))
                .hasPath("$.predictions[2].recommendation_score")
                .doesNotHavePath("$.predictions[1].recommendation_score")
                .doesNotHavePath("$.predictions[1].prediction_id")
                .hasPathSatisfying(
                        "$.predictions[1].item_id", item -> assertThat(item).isEqualTo("new"))
                .hasPathSatisfying(
                        "$.predictions[1].request_id", id -> assertThat(id).isEqualTo("r2"))
                .hasPathSatisfying(
                        "$.predictions[1].problem.type", type -> assertThat(type).isEqualTo(TYPE))
                .hasPathSatisfying(
                        "$.predictions[1].problem.version", n -> assertThat(n).isEqualTo(7));
    }

    @Test
    void ranksTheOthersAndWarns() {
        assertThat(
                        post(
                                "/models/clicks/rank",
                                "{\"user_id\":\"U1\",\"candidates\":[\"A1\",\"new\",\"A3\"]}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.items.length()", n -> assertThat(n).isEqualTo(2))
                .hasPathSatisfying("$.items[0].item_id", item -> assertThat(item).isEqualTo("A3"))
                .hasPathSatisfying(
                        "$.warnings[1]",
                        warning ->
                                assertThat(warning)
                                        .isEqualTo(
                                                "item_id 'new' is left out: the model has no score"
                                                        + " for it"));
        assertThat(
                        post(
                                "/models/clicks/rank",
                                "{\"user_id\":\"U1\",\"candidates\":[\"new\",\"newer\"]}"))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo(TYPE);
    }

    private double unscored() {
        return meters.find("flywheel.prediction.unscored").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .header("Authorization", "Bearer " + TestTokens.token("predict"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    @TestConfiguration
    static class Models {

        @Bean(destroyMethod = "")
        ServedModel servedModel() {
            return ServedFixtures.graph(directory);
        }

        @Bean
        ServingModels servingModels(ServedModel model) {
            return ServedFixtures.serving(model);
        }
    }
}
