package dev.flywheel.inference.prediction.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.prediction.PredictionFixtures;
import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.inference.serving.ServingModels;
import dev.flywheel.support.ServiceSupport;
import dev.flywheel.testsupport.TestTokens;
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

@WebMvcTest(PredictionController.class)
@ImportAutoConfiguration(ServiceSupport.class)
@EnableConfigurationProperties(InferenceProperties.class)
@Import({PredictionFixtures.Beans.class, PredictionControllerTest.Models.class})
class PredictionControllerTest {

    @TempDir static Path directory;

    @Autowired MockMvcTester mvc;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @Test
    void scoresOneRowUnderThePipelinesName() {
        assertThat(
                        post(
                                "/predict",
                                "{\"user_id\":\"U1\",\"item_id\":\"A2\",\"request_id\":\"r1\"}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying(
                        "$.recommendation_score", score -> assertThat(score).asNumber().isNotNull())
                .hasPathSatisfying("$.version", v -> assertThat(v).isEqualTo(7))
                .hasPathSatisfying("$.model", v -> assertThat(v).isEqualTo("clicks"))
                .hasPathSatisfying("$.user_id", v -> assertThat(v).isEqualTo("U1"))
                .hasPathSatisfying("$.item_id", v -> assertThat(v).isEqualTo("A2"))
                .hasPathSatisfying("$.request_id", v -> assertThat(v).isEqualTo("r1"))
                .hasPathSatisfying("$.warnings", v -> assertThat(v).asArray().isEmpty())
                .hasPath("$.prediction_id");
    }

    @Test
    void scoresManyRowsInOrder() {
        String body =
                """
                {"instances":[{"user_id":"U1","item_id":"A2"},{"user_id":"new","item_id":"A1"}]}\
                """;

        assertThat(post("/models/clicks/predict", body))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.predictions.length()", n -> assertThat(n).isEqualTo(2))
                .hasPathSatisfying(
                        "$.predictions[1].warnings[0]",
                        w -> assertThat(w).asString().contains("user_id 'new' is unknown"));
    }

    @Test
    void ranksTheBestFirst() {
        assertThat(post("/models/clicks/rank", "{\"user_id\":\"U1\",\"top_k\":3}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.items.length()", n -> assertThat(n).isEqualTo(3))
                .hasPath("$.items[0].item_id")
                .hasPath("$.items[0].recommendation_score")
                .doesNotHavePath("$.decision");
    }

    @Test
    void tellsTheDecisionAndItsThreshold() {
        assertThat(post("/predict", "{\"user_id\":\"U1\",\"item_id\":\"A2\"}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.decision", yes -> assertThat(yes).isEqualTo(true))
                .hasPathSatisfying("$.threshold", from -> assertThat(from).isEqualTo(0.0));
    }

    @Test
    void namesEveryMistakeOfARequest() {
        assertThat(post("/predict", "{\"user_id\":5.5,\"colour\":\"red\"}"))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .hasPathSatisfying(
                        "$.type",
                        type ->
                                assertThat(type)
                                        .isEqualTo("https://flywheel.dev/problems/invalid-request"))
                .hasPathSatisfying("$.errors.length()", n -> assertThat(n).isEqualTo(3));
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThat(post("/predict", "{user_id"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/not-json");
    }

    @Test
    void refusesALongBody() {
        assertThat(post("/predict", " ".repeat(1 << 20) + "{}")).hasStatus(413);
    }

    @Test
    void answersUnknownModelWithProblem() {
        assertThat(post("/models/weather/predict", "{}"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/model-not-found");
    }

    @Test
    void asksForATokenWithTheScope() {
        assertThat(mvc.post().uri("/predict").content("{}")).hasStatus(401);
        assertThat(
                        mvc.post()
                                .uri("/predict")
                                .header(
                                        "Authorization",
                                        "Bearer " + TestTokens.token("models:read"))
                                .content("{}"))
                .hasStatus(403)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("This call needs the scope predict");
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
            return ServedFixtures.served(directory, 0.0);
        }

        @Bean
        ServingModels servingModels(ServedModel model) {
            return ServedFixtures.serving(model);
        }
    }
}
