package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionStatus;
import org.mlflow.api.proto.ModelRegistry.RegisteredModel;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.springframework.boot.test.web.server.LocalServerPort;

/// MLflow's own Java client, unmodified, makes every call to the registry that it has, and by its
/// `sendPost` and `sendPatch` those that it has no method for.
@RegistryIntegrationTest
class MlflowRegistryClientIT {

    @LocalServerPort int port;

    private MlflowClient client;

    @BeforeEach
    void connect() {
        String token = TestTokens.token("models:read", "models:write", "models:promote");
        client = new MlflowClient(new BasicMlflowHostCreds("http://localhost:" + port, token));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void readsEveryFieldOfAModelAndItsVersions() throws Exception {
        String name = "java client";
        String run = registerWithEveryField(name);

        ModelVersion version = client.getModelVersion(name, "1");
        assertThat(version.getName()).isEqualTo(name);
        assertThat(version.getVersion()).isEqualTo("1");
        assertThat(version.getCreationTimestamp()).isPositive();
        assertThat(version.getLastUpdatedTimestamp())
                .isGreaterThanOrEqualTo(version.getCreationTimestamp());
        assertThat(version.getUserId()).isEqualTo("tester");
        assertThat(version.getCurrentStage()).isEqualTo("Staging");
        assertThat(version.getDescription()).isEqualTo("1st");
        assertThat(version.getSource()).isEqualTo("s3://bucket/1");
        assertThat(version.getRunId()).isEqualTo(run);
        assertThat(version.getRunLink()).isEqualTo("https://ci.example/1");
        assertThat(version.getStatus()).isEqualTo(ModelVersionStatus.READY);
        assertThat(version.getAliasesList()).containsExactly("old");
        assertThat(version.getTags(0).getKey() + version.getTags(0).getValue()).isEqualTo("seed42");
        RegisteredModel model = client.getRegisteredModel(name);
        assertThat(model.getUserId()).isEqualTo("tester");
        assertThat(model.getDescription()).isEqualTo("clicks of a shop");
        assertThat(model.getTags(0).getValue()).isEqualTo("search");
        assertThat(model.getAliases(0).getVersion()).isEqualTo("1");
        assertThat(model.getLastUpdatedTimestamp())
                .isGreaterThanOrEqualTo(model.getCreationTimestamp());
        assertThat(model.getLatestVersionsList())
                .extracting(ModelVersion::getVersion, ModelVersion::getCurrentStage)
                .containsExactly(tuple("1", "Staging"), tuple("2", "None"));
    }

    @Test
    void readsTheLatestVersionsOfStages() throws Exception {
        String name = "java stages";
        RegistryClient http = RegistryClient.admin(port);
        for (int i = 0; i < 3; i++) {
            http.register(name, "passed");
        }
        transition(name, "1", "Production");
        transition(name, "2", "staging");

        assertThat(versions(client.getLatestVersions(name))).containsExactly("1", "2", "3");
        assertThat(versions(client.getLatestVersions(name, List.of("Production", "Staging"))))
                .containsExactly("1", "2");
        assertThat(versions(client.getLatestVersions(name, List.of("Archived")))).isEmpty();
        assertThat(client.getModelVersionDownloadUri(name, "1"))
                .isEqualTo(client.getModelVersion(name, "1").getSource())
                .startsWith("mlflow-artifacts:/");
        ModelVersionsPage page = client.searchModelVersions("name = 'java stages'", 2, List.of());
        assertThat(page.getItems()).hasSize(2);
        assertThat(page.getNextPage().getItems()).hasSize(1);
        assertThatThrownBy(() -> client.getLatestVersions(name, List.of("Canary")))
                .isInstanceOf(MlflowHttpException.class)
                .extracting(e -> ((MlflowHttpException) e).getBodyMessage())
                .asString()
                .contains("INVALID_PARAMETER_VALUE", "Invalid Model Version stage: Canary.");
    }

    @Test
    void renamesAModel() throws Exception {
        post("registered-models/create", Map.of("name", "java old"));
        post("registered-models/rename", Map.of("name", "java old", "new_name", "java new"));

        assertThat(client.getRegisteredModel("java new").getName()).isEqualTo("java new");
        assertThatThrownBy(() -> client.getRegisteredModel("java old"))
                .isInstanceOf(MlflowHttpException.class)
                .extracting(e -> ((MlflowHttpException) e).getBodyMessage())
                .asString()
                .contains(
                        "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=java old not found");
    }

    /// A model with two versions, changed by every call that changes a field.
    private String registerWithEveryField(String name) throws Exception {
        post(
                "registered-models/create",
                Map.of(
                        "name",
                        name,
                        "description",
                        "clicks",
                        "tags",
                        List.of(Map.of("key", "team", "value", "search"))));
        String run = client.createRun().getRunId();
        post(
                "model-versions/create",
                Map.of(
                        "name",
                        name,
                        "source",
                        "s3://bucket/1",
                        "run_id",
                        run,
                        "run_link",
                        "https://ci.example/1",
                        "description",
                        "first",
                        "tags",
                        List.of(Map.of("key", "seed", "value", "42"))));
        post("model-versions/create", Map.of("name", name, "source", "s3://bucket/2"));

        client.sendPatch(
                "model-versions/update",
                json(Map.of("name", name, "version", "1", "description", "1st")));
        client.sendPatch(
                "registered-models/update",
                json(Map.of("name", name, "description", "clicks of a shop")));
        transition(name, "1", "Staging");
        post("registered-models/alias", Map.of("name", name, "alias", "old", "version", "1"));
        return run;
    }

    private void transition(String name, String version, String stage) {
        post(
                "model-versions/transition-stage",
                Map.of(
                        "name", name,
                        "version", version,
                        "stage", stage,
                        "archive_existing_versions", false));
    }

    private void post(String path, Map<String, Object> request) {
        assertThat(client.sendPost(path, json(request))).startsWith("{");
    }

    private static String json(Map<String, Object> request) {
        return Json.MAPPER.writeValueAsString(request);
    }

    private static List<String> versions(List<ModelVersion> found) {
        return found.stream().map(ModelVersion::getVersion).toList();
    }
}
