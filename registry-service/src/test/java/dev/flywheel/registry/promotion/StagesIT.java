package dev.flywheel.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// MLflow's stages, of which Production is the champion.
@RegistryIntegrationTest
class StagesIT {

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void promotesWhatGoesToProduction() {
        registry.register("staged", "failed");
        registry.register("staged", "passed");

        assertThat(transition("staged", 1, "Production", false).error())
                .startsWith("409 RESOURCE_CONFLICT: Version 1 of staged did not pass its gate");
        assertThat(
                        RegistryClient.withScopes(port, "models:write")
                                .post(
                                        "model-versions/transition-stage",
                                        asked("staged", 2, "production", false))
                                .error())
                .isEqualTo("403 PERMISSION_DENIED: This call needs the scope models:promote");
        JsonNode moved = transition("staged", 2, "pRODUCTION", true).json().path("model_version");

        assertThat(moved.path("current_stage").asString()).isEqualTo("Production");
        assertThat(moved.path("aliases").toString()).isEqualTo("[\"champion\"]");
        assertThat(audit("staged").findValuesAsString("action")).containsExactly("PROMOTED");
    }

    @Test
    void archivesTheChampionThatIsReplacedIfAskedTo() {
        for (int i = 0; i < 3; i++) {
            registry.register("archived", "passed");
        }

        transition("archived", 1, "Production", true);
        transition("archived", 2, "Production", false);
        assertThat(stages("archived")).containsExactly("None", "Production", "None");
        transition("archived", 3, "Production", true);

        assertThat(stages("archived")).containsExactly("None", "Archived", "Production");
        registry.rollBack("archived");
        assertThat(stages("archived")).containsExactly("None", "Production", "None");
    }

    @Test
    void archivesWhatIsInStagingIfAskedTo() {
        for (int i = 0; i < 3; i++) {
            registry.register("staging", "failed");
        }

        transition("staging", 1, "Staging", false);
        transition("staging", 2, "staging", false);
        assertThat(latest("staging", "")).containsExactly("2", "3");
        transition("staging", 3, "Staging", true);

        assertThat(stages("staging")).containsExactly("Archived", "Archived", "Staging");
        assertThat(latest("staging", "&stages=Archived&stages=production")).containsExactly("2");
        assertThat(latest("staging", "&stages=Staging")).containsExactly("3");
        assertThat(
                        registry.post(
                                        "registered-models/get-latest-versions",
                                        Map.of("name", "staging", "stages", List.of("Archived")))
                                .json()
                                .at("/model_versions/0/version")
                                .asString())
                .isEqualTo("2");
    }

    @Test
    void letsNoChampionLeaveProduction() {
        registry.register("leaving", "passed");
        transition("leaving", 1, "Production", false);

        for (String stage : List.of("Archived", "Staging", "None")) {
            assertThat(transition("leaving", 1, stage, false).error())
                    .as(stage)
                    .startsWith(
                            "409 RESOURCE_CONFLICT: Model Version (name=leaving, version=1) is the champion, and so in Production.");
        }
        assertThat(stages("leaving")).containsExactly("Production");
    }

    @Test
    void tellsWhichStagesThereAre() {
        registry.register("stage-words", "passed");

        assertThat(transition("stage-words", 1, "Canary", false).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid Model Version stage: Canary. Value must be one of None, Staging, Production, Archived.");
        assertThat(transition("stage-words", 1, "Archived", true).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Model version transition cannot archive existing model versions because 'Archived' is not an Active stage. Valid stages are Staging, Production");
        assertThat(
                        registry.post(
                                        "model-versions/transition-stage",
                                        Map.of("name", "stage-words", "version", "1"))
                                .error())
                .startsWith(
                        "400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'stage'.");
        assertThat(stages("stage-words")).containsExactly("None");
    }

    @Test
    void leavesOneChampionAfterTwoTransitionsAtOnce() throws Exception {
        registry.register("at-once", "passed");
        registry.register("at-once", "passed");
        List<Callable<Integer>> transitions =
                List.of(
                        () -> transition("at-once", 1, "Production", true).status(),
                        () -> transition("at-once", 2, "Production", true).status());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : threads.invokeAll(transitions)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(stages("at-once")).containsExactlyInAnyOrder("Production", "Archived");
        assertThat(audit("at-once")).hasSize(2);
        assertThat(audit("at-once").get(0).path("from_version"))
                .isEqualTo(audit("at-once").get(1).path("to_version"));
    }

    private Answer transition(String model, int version, String stage, boolean archive) {
        return registry.post(
                "model-versions/transition-stage", asked(model, version, stage, archive));
    }

    private static Map<String, Object> asked(
            String model, int version, String stage, boolean archive) {
        return Map.of(
                "name",
                model,
                "version",
                Integer.toString(version),
                "stage",
                stage,
                "archive_existing_versions",
                archive);
    }

    /// The stages of a model's versions, in the order of their numbers.
    private List<String> stages(String model) {
        return registry.get("model-versions/search?filter=name%3D'" + model + "'")
                .json()
                .path("model_versions")
                .valueStream()
                .sorted(Comparator.comparingInt(v -> v.path("version").asInt()))
                .map(version -> version.path("current_stage").asString())
                .toList();
    }

    private List<String> latest(String model, String query) {
        return registry.get("registered-models/get-latest-versions?name=" + model + query)
                .json()
                .path("model_versions")
                .findValuesAsString("version");
    }

    private JsonNode audit(String model) {
        return registry.send("GET", "/models/%s/audit".formatted(model), new byte[0]).json();
    }
}
