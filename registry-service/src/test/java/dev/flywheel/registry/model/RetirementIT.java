package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.ModelEvents;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// What is left of models, versions and names that are deleted or given up.
@RegistryIntegrationTest
class RetirementIT {

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void neverGivesANumberTwice() {
        registry.register("numbered", "passed");
        registry.register("numbered", "passed");

        assertThat(deleteVersion("numbered", 2).text()).isEqualTo("{}");

        assertThat(deleteVersion("numbered", 2).error())
                .isEqualTo(
                        "404 RESOURCE_DOES_NOT_EXIST: Model Version (name=numbered, version=2) not found");
        assertThat(latest("numbered")).containsExactly("1");
        assertThat(
                        registry.get("model-versions/search?filter=name%3D'numbered'")
                                .json()
                                .path("model_versions"))
                .hasSize(1);
        assertThat(registry.register("numbered", "passed")).isEqualTo(3);
        assertThat(
                        jdbc.queryForMap(
                                """
                                select source, run_id, v.user_id, bundle_path from model_version v
                                join registered_model m on m.id = v.model_id
                                where m.name = 'numbered' and number = 2
                                """))
                .containsEntry("source", "")
                .containsEntry("run_id", null)
                .containsEntry("user_id", "")
                .containsEntry("bundle_path", null);
    }

    @Test
    void freesTheFilesOfAHundredVersions() {
        for (int i = 0; i < 100; i++) {
            registry.register("hundred", "passed");
        }
        assertThat(sealedFiles("hundred")).isEqualTo(300);
        List<@Nullable String> directories =
                jdbc.queryForList(
                        "select bundle_path from model_version v join registered_model m on m.id = v.model_id where m.name = 'hundred'",
                        String.class);

        for (int version = 1; version <= 100; version++) {
            assertThat(deleteVersion("hundred", version).status()).isEqualTo(200);
        }

        assertThat(directories).hasSize(100);
        assertThat(directories)
                .allSatisfy(directory ->
                        assertThat(
                                        jdbc.queryForObject(
                                                "select count(*) from artifact where path like ?",
                                                Long.class,
                                                directory + "/%"))
                                .isZero());
        assertThat(latest("hundred")).isEmpty();
    }

    @Test
    void keepsFilesThatAnotherVersionHasToo() {
        registry.register("sharing", "passed");
        String source = version("sharing", 1).path("source").asString();
        registry.post("registered-models/create", Map.of("name", "shared"));
        registry.post("model-versions/create", Map.of("name", "shared", "source", source));
        String plan = source.substring("mlflow-artifacts:/".length()) + "/plan.bin";

        deleteVersion("sharing", 1);
        Answer kept = registry.download(plan);
        deleteVersion("shared", 1);

        assertThat(kept.status()).isEqualTo(200);
        assertThat(registry.download(plan).status()).isEqualTo(404);
    }

    @Test
    void keepsTheChampionUntilAnotherServes() {
        registry.register("kept", "passed");
        registry.register("kept", "passed");
        registry.promote("kept", 1, Map.of());

        assertThat(deleteVersion("kept", 1).error())
                .startsWith(
                        "409 RESOURCE_CONFLICT: Model Version (name=kept, version=1) is the champion");
        assertThat(deleteModel("kept").error())
                .startsWith("409 RESOURCE_CONFLICT: Registered Model (name=kept) serves version 1");
        assertThat(rename("kept", "kept-new").error()).startsWith("409 RESOURCE_CONFLICT: ");
        registry.promote("kept", 2, Map.of());
        assertThat(deleteVersion("kept", 1).status()).isEqualTo(200);

        assertThat(registry.rollBack("kept").problem()).isEqualTo("409 no-earlier-champion");
        assertThat(serving("kept").versions()).containsOnlyKeys(2);
        assertThat(ModelEvents.of("kept", 3, TestKafka.bootstrapServers()).getLast())
                .isEqualTo(serving("kept"));
    }

    @Test
    void takesTheAliasesOfADeletedVersionAway() {
        registry.register("aliases", "passed");
        registry.post(
                "registered-models/alias",
                Map.of("name", "aliases", "alias", "challenger", "version", "1"));

        deleteVersion("aliases", 1);

        assertThat(serving("aliases").aliases()).isEmpty();
        assertThat(audit("aliases").findValuesAsString("action"))
                .containsExactly("VERSION_DELETED", "ALIAS_REMOVED", "ALIAS_SET");
        assertThat(audit("aliases").get(1).path("reason").asString())
                .isEqualTo("Deleted version 1");
    }

    @Test
    void tellsWhoDeletedWhatAlsoWhenNothingIsLeft() {
        registry.register("short-lived", "passed");
        registry.register("short-lived", "passed");

        deleteVersion("short-lived", 1);
        deleteModel("short-lived");

        assertThat(audit("short-lived").findValuesAsString("action"))
                .containsExactly("MODEL_DELETED", "VERSION_DELETED");
        assertThat(audit("short-lived").get(1).path("from_version").asInt()).isEqualTo(1);
        assertThat(audit("short-lived").findValuesAsString("who"))
                .containsExactly("tester", "tester");
        assertThat(ModelEvents.audit("short-lived", 2, TestKafka.bootstrapServers()))
                .extracting(ModelAudited::action)
                .containsExactly("VERSION_DELETED", "MODEL_DELETED");
        assertThat(registry.send("GET", "/models/never-lived/audit", new byte[0]).problem())
                .isEqualTo("404 model-not-found");
    }

    @Test
    void deletesAModelAndLetsItComeBackWithNewNumbers() {
        registry.register("gone", "passed");
        registry.promote("gone", 1, Map.of());
        registry.delete("registered-models/alias", Map.of("name", "gone", "alias", "champion"));
        String source = version("gone", 1).path("source").asString();

        assertThat(deleteModel("gone").text()).isEqualTo("{}");

        assertThat(registry.get("registered-models/get?name=gone").status()).isEqualTo(404);
        assertThat(registry.get("model-versions/get?name=gone&version=1").status()).isEqualTo(404);
        assertThat(deleteModel("gone").status()).isEqualTo(404);
        assertThat(registry.download(source.substring(18) + "/plan.bin").status()).isEqualTo(404);
        assertThat(registry.register("gone", "passed")).isEqualTo(2);
        registry.promote("gone", 2, Map.of());
        List<ModelServing> told = ModelEvents.of("gone", 4, TestKafka.bootstrapServers());
        assertThat(told).extracting(ModelServing::revision).containsExactly(1L, 2L, 3L, 4L);
        assertThat(told.get(2).versions()).isEmpty();
        assertThat(told.get(3).aliases()).isEqualTo(Map.of("champion", 2));
    }

    @Test
    void carriesAliasesTagsAndVersionsToANewName() {
        registry.register("old-name", "passed");
        registry.register("old-name", "passed");
        registry.post(
                "registered-models/alias",
                Map.of("name", "old-name", "alias", "challenger", "version", "2"));
        registry.post(
                "registered-models/set-tag",
                Map.of("name", "old-name", "key", "team", "value", "search"));

        JsonNode renamed = rename("old-name", "new-name").json().path("registered_model");

        assertThat(renamed.path("name").asString()).isEqualTo("new-name");
        assertThat(renamed.path("aliases").toString())
                .isEqualTo("[{\"alias\":\"challenger\",\"version\":\"2\"}]");
        assertThat(renamed.path("tags").toString())
                .isEqualTo("[{\"key\":\"team\",\"value\":\"search\"}]");
        assertThat(version("new-name", 1).path("name").asString()).isEqualTo("new-name");
        assertThat(registry.get("registered-models/get?name=old-name").status()).isEqualTo(404);
        assertThat(ModelEvents.of("old-name", 3, TestKafka.bootstrapServers()).getLast())
                .satisfies(end -> {
                    assertThat(end.aliases()).isEmpty();
                    assertThat(end.versions()).isEmpty();
                });
        assertThat(serving("new-name").aliases()).isEqualTo(Map.of("challenger", 2));
        assertThat(audit("new-name").get(0).path("reason").asString())
                .isEqualTo("Renamed from old-name");
    }

    @Test
    void tellsUnderBothNamesWhoRenamedAModel() {
        registry.register("nameless", "passed");

        rename("nameless", "nameless");
        rename("nameless", "named");

        assertThat(audit("nameless").findValuesAsString("action")).containsExactly("MODEL_RENAMED");
        assertThat(audit("nameless").get(0).path("who").asString()).isEqualTo("tester");
        assertThat(audit("nameless").get(0).path("reason").asString())
                .isEqualTo("Renamed to named");
        assertThat(audit("named").findValuesAsString("action")).containsExactly("MODEL_RENAMED");
        assertThat(audit("named").get(0).path("reason").asString())
                .isEqualTo("Renamed from nameless");
        assertThat(ModelEvents.audit("named", 1, TestKafka.bootstrapServers()))
                .extracting(ModelAudited::action)
                .containsExactly("MODEL_RENAMED");
    }

    @Test
    void keepsOldNamesFromBeingNumberedAnew() {
        registry.register("first", "passed");
        registry.register("first", "passed");
        rename("first", "second");
        registry.register("third", "passed");

        assertThat(rename("third", "second").error())
                .isEqualTo(
                        "400 RESOURCE_ALREADY_EXISTS: Registered Model (name=second) already exists.");
        assertThat(rename("third", "first").error())
                .startsWith(
                        "400 RESOURCE_ALREADY_EXISTS: Registered Model (name=first) already exists: it was deleted or renamed");
        assertThat(rename("second", "first").status()).isEqualTo(200);
        assertThat(registry.register("first", "passed")).isEqualTo(3);
        assertThat(registry.register("second", "passed")).isEqualTo(3);
    }

    @Test
    void staysConsistentWhileVersionsAreDeletedAndPromotedAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String model = "raced-" + round;
            registry.register(model, "passed");
            registry.register(model, "passed");
            registry.promote(model, 1, Map.of());

            List<Integer> answers =
                    atOnce(
                            List.of(
                                    () -> deleteVersion(model, 2).status(),
                                    () -> registry.promote(model, 2, Map.of()).status(),
                                    () -> deleteVersion(model, 1).status()));

            ModelServing serving = serving(model);
            int champion = serving.aliases().getOrDefault("champion", 0);
            assertThat(serving.versions()).as("%s: %s", model, answers).containsKey(champion);
            assertThat(version(model, champion).path("current_stage").asString())
                    .isEqualTo("Production");
            assertThat(answers.getFirst() == 200)
                    .as("%s: %s", model, answers)
                    .isEqualTo(answers.get(1) == 404);
            serving.versions()
                    .values()
                    .forEach(bundle -> assertThat(bundle.files()).as(model).hasSize(3));
        }
    }

    @Test
    void numbersAndDeletesAtOnceWithoutRepetition() throws Exception {
        registry.post("registered-models/create", Map.of("name", "churned"));
        List<Callable<Integer>> clients = new ArrayList<>();
        IntStream.range(0, 40)
                .forEach(i ->
                        clients.add(() -> {
                            int number =
                                    registry.post(
                                                    "model-versions/create",
                                                    Map.of(
                                                            "name",
                                                            "churned",
                                                            "source",
                                                            "s3://b/" + i))
                                            .json()
                                            .at("/model_version/version")
                                            .asInt();
                            assertThat(deleteVersion("churned", number).status()).isEqualTo(200);
                            return number;
                        }));

        assertThat(atOnce(clients))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(latest("churned")).isEmpty();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private Answer deleteVersion(String model, int version) {
        return registry.delete(
                "model-versions/delete",
                Map.of("name", model, "version", Integer.toString(version)));
    }

    private Answer deleteModel(String model) {
        return registry.delete("registered-models/delete", Map.of("name", model));
    }

    private Answer rename(String model, String newName) {
        return registry.post(
                "registered-models/rename", Map.of("name", model, "new_name", newName));
    }

    private long sealedFiles(String model) {
        Long files =
                jdbc.queryForObject(
                        """
                        select count(*) from artifact a join model_version v on a.path like v.bundle_path || '/%'
                        join registered_model m on m.id = v.model_id where m.name = ? and a.sealed
                        """,
                        Long.class, model);
        return files == null ? 0 : files;
    }

    private List<String> latest(String model) {
        return registry.get("registered-models/get-latest-versions?name=" + model)
                .json()
                .path("model_versions")
                .findValuesAsString("version");
    }

    private JsonNode version(String model, int number) {
        return registry.get("model-versions/get?name=%s&version=%d".formatted(model, number))
                .json()
                .path("model_version");
    }

    private ModelServing serving(String model) {
        return Json.read(
                registry.send("GET", "/models/" + model, new byte[0]).response().body(),
                ModelServing.class);
    }

    private JsonNode audit(String model) {
        return registry.send("GET", "/models/%s/audit".formatted(model), new byte[0]).json();
    }
}
