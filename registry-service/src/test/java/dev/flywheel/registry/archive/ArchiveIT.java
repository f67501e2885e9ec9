package dev.flywheel.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.ArchivePart;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class ArchiveIT {

    @LocalServerPort int port;
    @TempDir Path directory;
    @Autowired JdbcTemplate jdbc;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void carriesAVersionWithItsVerdictItsRunAndItsHistory() throws IOException {
        trained("carried", 1);
        registry.promote("carried", 1, Map.of("reason", "for the sale"));

        Answer archive = archive("carried", 1);
        byte[] zip = archive.response().body();
        Answer taken = take(registry, "carried-on", zip);
        Answer again = take(registry, "carried-on", zip);
        Answer promoted = registry.promote("carried-on", 1, Map.of());

        assertThat(archive("carried", 1).response().body()).isEqualTo(zip);
        assertThat(archive.response().headers().map())
                .containsEntry("content-type", List.of("application/zip"))
                .containsEntry("content-length", List.of(Integer.toString(zip.length)))
                .containsEntry(
                        "content-disposition", List.of("attachment; filename=\"carried-1.zip\""));
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.json().path("version").asInt()).isEqualTo(1);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("version").asInt()).isEqualTo(1);
        assertThat(again.json().path("created").asBoolean()).isFalse();
        assertThat(promoted.status()).as(promoted.text()).isEqualTo(200);
        JsonNode version = version("carried-on", 1);
        assertThat(version.path("status").asString()).isEqualTo("READY");
        assertThat(tags(version))
                .containsEntry("flywheel.gate", "passed")
                .containsEntry("flywheel.gate.reasons", "ndcg@10 is 0.3")
                .containsEntry("flywheel.feature_set", "f1")
                .containsEntry("flywheel.origin", "registry: carried 1");
        JsonNode run = registry.get("runs/get?run_id=" + version.path("run_id").asString()).json();
        assertThat(run.at("/run/data/params/0/value").asString()).isEqualTo("16");
        assertThat(run.at("/run/data/metrics/0/value").asDouble()).isEqualTo(0.3);
        assertThat(run.at("/run/info/status").asString()).isEqualTo("FINISHED");
        List<JsonNode> history = history("carried-on", 1);
        assertThat(history).hasSize(2);
        assertThat(history.getFirst().path("registry").asString()).isEqualTo("registry");
        assertThat(history.getFirst().path("model").asString()).isEqualTo("carried");
        assertThat(history.getFirst().path("reason").asString()).isEqualTo("for the sale");
        assertThat(history.getLast().path("model").asString()).isEqualTo("carried-on");
        assertThat(unpacked(archive("carried-on", 1))).isEqualTo(unpacked(archive));
    }

    @Test
    void carriesAVersionToARegistryWhoseArtifactsLieInABucket() throws Exception {
        trained("moved", 6);
        registry.promote("moved", 1, Map.of("reason", "tried in staging"));
        byte[] zip = archive("moved", 1).response().body();

        try (BucketRegistry production = new BucketRegistry("production")) {
            RegistryClient there =
                    production.client("models:read", "models:write", "models:promote");

            assertThat(take(there, "moved", zip).status()).isEqualTo(201);
            assertThat(there.promote("moved", 1, Map.of()).status()).isEqualTo(200);
            assertThat(take(there, "moved", zip).json().path("version").asInt()).isEqualTo(1);

            Answer back = there.send("GET", "/models/moved/versions/1/archive", new byte[0]);
            assertThat(unpacked(back)).isEqualTo(unpacked(archive("moved", 1)));
            assertThat(
                            there.send("GET", "/models/moved/versions/1/history", new byte[0])
                                    .json()
                                    .findValuesAsString("registry"))
                    .containsExactly("registry", "production");
            assertThat(production.keys())
                    .hasSize(unpacked(back).size())
                    .allMatch(key -> key.matches("ml/registry/[0-9a-f]{2}/[0-9a-f]{62}"));
            String plan =
                    there.get("model-versions/get?name=moved&version=1")
                                    .json()
                                    .at("/model_version/source")
                                    .asString()
                                    .replace("mlflow-artifacts:/", "")
                            + "/plan.bin";
            assertThat(there.download(plan).response().body())
                    .isEqualTo(TrainedBundle.files(directory.resolve("again"), 6).get("plan.bin"));
        }
    }

    @Test
    void keepsWhatCameAlongAsItIs() throws IOException {
        trained("untouched", 2);
        registry.promote("untouched", 1, Map.of());

        take(registry, "untouched-on", archive("untouched", 1).response().body());

        for (String change :
                List.of("update carried_entry set entry = ''", "delete from carried_entry")) {
            assertThatThrownBy(() -> jdbc.execute(change))
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
        assertThat(history("untouched-on", 1)).hasSize(1);
    }

    @Test
    void believesAVerdictOnlyOfThoseWhoMayPromote() throws IOException {
        trained("believed", 3);
        registry.promote("believed", 1, Map.of());
        byte[] zip = archive("believed", 1).response().body();
        RegistryClient writer = RegistryClient.withScopes(port, "models:read", "models:write");

        Answer taken = take(writer, "believed-on", zip);

        assertThat(taken.status()).isEqualTo(201);
        assertThat(tags(version("believed-on", 1))).doesNotContainKey("flywheel.gate");
        assertThat(history("believed-on", 1)).isEmpty();
        assertThat(registry.promote("believed-on", 1, Map.of()).problem())
                .isEqualTo("409 gate-failed");
        assertThat(
                        take(RegistryClient.withScopes(port, "models:read"), "believed-on", zip)
                                .problem())
                .isEqualTo("403 scope-missing");
        assertThat(take(registry, "believed-on", zip).json().path("version").asInt()).isEqualTo(1);
        assertThat(history("believed-on", 1)).hasSize(1);
        assertThat(registry.promote("believed-on", 1, Map.of()).status()).isEqualTo(200);
    }

    /// What two people agreed on at one registry, two people have to agree on at the other.
    @Test
    void carriesNobodysApproval() throws IOException {
        RegistryClient ada = RegistryClient.of(port, "ada");
        RegistryClient bob = RegistryClient.of(port, "bob");
        trained("agreed", 6, "manual");
        ada.promote("agreed", 1, Map.of());
        assertThat(bob.promote("agreed", 1, Map.of()).status()).isEqualTo(200);
        byte[] zip = archive("agreed", 1).response().body();

        take(ada, "agreed-on", zip);
        Answer asked = ada.promote("agreed-on", 1, Map.of());
        take(bob, "agreed-on", zip);
        Answer approved = bob.promote("agreed-on", 1, Map.of());

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().at("/requested/by").asString()).isEqualTo("ada");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.json().at("/aliases/champion").asInt()).isEqualTo(1);
    }

    @Test
    void takesABundleThatNothingStandsBeside() throws IOException {
        List<ArchivePart> parts = parts(TrainedBundle.files(directory.resolve("alone"), 4));

        Answer taken = take(registry, "alone", zip(parts));

        assertThat(taken.status()).isEqualTo(201);
        assertThat(tags(version("alone", 1)))
                .containsEntry("flywheel.feature_set", "f1")
                .doesNotContainKey("flywheel.gate");
        assertThat(archive("alone", 1).status()).isEqualTo(200);
    }

    @Test
    void storesNothingOfWhatItRefuses() throws IOException {
        Map<String, byte[]> files = TrainedBundle.files(directory.resolve("refused"), 5);
        byte[] whole = zip(parts(files));
        Map<String, byte[]> damaged = new LinkedHashMap<>(files);
        damaged.put("plan.bin", "another plan".getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put("more.bin", new byte[3]);
        Map<String, byte[]> mute = new LinkedHashMap<>(files);
        mute.put("version.json", "{}".getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> audited = new LinkedHashMap<>(files);
        audited.put("audit.json", "[{\"who\":\"me\"}]".getBytes(StandardCharsets.UTF_8));

        assertRefused("400 archive-unreadable", "no zip".getBytes(StandardCharsets.UTF_8));
        assertRefused("400 archive-unreadable", Arrays.copyOf(whole, whole.length - 1));
        assertRefused("422 archive-refused", renamed(whole, "plan.bin", "../n.bin"));
        assertRefused("422 bundle-refused", zip(parts(damaged)));
        assertRefused("422 bundle-refused", zip(parts(more)));
        assertRefused("422 archive-malformed", zip(parts(mute)));
        assertRefused("422 archive-malformed", zip(parts(audited)));
        assertRefused("413 body-too-large", new byte[1_048_577]);
        assertThat(take(registry, "a:b", whole).problem()).isEqualTo("400 invalid-value");
        assertThat(registry.send("POST", "/models/refused/versions", whole).status())
                .isEqualTo(415);
        assertThat(registry.send("GET", "/models/refused", new byte[0]).problem())
                .isEqualTo("404 model-not-found");
    }

    @Test
    void givesNoArchiveOfWhatIsNotWhole() {
        registry.post("registered-models/create", Map.of("name", "half"));
        registry.post(
                "model-versions/create", Map.of("name", "half", "source", "s3://bucket/half"));

        assertThat(archive("half", 1).problem()).isEqualTo("409 version-not-ready");
        assertThat(archive("half", 2).problem()).isEqualTo("404 version-not-found");
        assertThat(archive("nobody", 1).problem()).isEqualTo("404 version-not-found");
    }

    private void assertRefused(String problem, byte[] zip) {
        assertThat(take(registry, "refused", zip).problem()).isEqualTo(problem);
    }

    private void trained(String model, long seed) throws IOException {
        trained(model, seed, "automatic");
    }

    private void trained(String model, long seed, String promote) throws IOException {
        registry.post("registered-models/create", Map.of("name", model));
        String run = registry.startRun();
        registry.post(
                "runs/log-batch",
                Map.of(
                        "run_id", run,
                        "params", List.of(Map.of("key", "factors", "value", "16")),
                        "metrics",
                                List.of(
                                        Map.of(
                                                "key",
                                                "ndcg_at_10",
                                                "value",
                                                0.3,
                                                "timestamp",
                                                1,
                                                "step",
                                                0))));
        String bundle = "0/%s/artifacts/bundle".formatted(run);
        TrainedBundle.files(directory.resolve(model), seed, promote)
                .forEach((name, content) -> registry.upload(bundle + "/" + name, content));
        registry.post(
                "model-versions/create",
                Map.of(
                        "name",
                        model,
                        "source",
                        "mlflow-artifacts:/" + bundle,
                        "run_id",
                        run,
                        "tags",
                        List.of(
                                Map.of("key", "flywheel.gate", "value", "passed"),
                                Map.of(
                                        "key", "flywheel.gate.reasons",
                                        "value", "ndcg@10 is 0.3"),
                                Map.of("key", "flywheel.feature_set", "value", "f1"),
                                Map.of("key", "flywheel.pipeline_hash", "value", "h1"))));
    }

    private Answer archive(String model, int version) {
        return registry.send(
                "GET", "/models/%s/versions/%d/archive".formatted(model, version), new byte[0]);
    }

    private static Answer take(RegistryClient caller, String model, byte[] zip) {
        return caller.send(
                "POST",
                "/models/%s/versions".formatted(model),
                zip,
                "Content-Type",
                "application/zip");
    }

    private JsonNode version(String model, int number) {
        return registry.get("model-versions/get?name=%s&version=%d".formatted(model, number))
                .json()
                .path("model_version");
    }

    private static Map<String, String> tags(JsonNode version) {
        Map<String, String> tags = new LinkedHashMap<>();
        version.path("tags")
                .forEach(tag -> tags.put(tag.path("key").asString(), tag.path("value").asString()));
        return tags;
    }

    private List<JsonNode> history(String model, int version) {
        JsonNode entries =
                registry.send(
                                "GET",
                                "/models/%s/versions/%d/history".formatted(model, version),
                                new byte[0])
                        .json();
        return StreamSupport.stream(entries.spliterator(), false).toList();
    }

    /// The digests of the bundle's files, which load.
    private Map<String, String> unpacked(Answer archive) throws IOException {
        Path file =
                Files.write(
                        Files.createTempFile(directory, "got", ".zip"), archive.response().body());
        Path to = Files.createTempDirectory(directory, "unpacked");
        try (BundleArchive opened = BundleArchive.open(file)) {
            Map<String, String> digests = opened.unpack(to);
            assertThat(ModelBundle.read(to, digests).identity().model()).isEqualTo("clicks");
            assertThat(Json.MAPPER.readTree(opened.bytes("version.json")).path("format").asInt())
                    .isEqualTo(1);
            return digests;
        }
    }

    private static List<ArchivePart> parts(Map<String, byte[]> files) {
        List<ArchivePart> parts = new ArrayList<>();
        files.forEach((name, content) -> parts.add(ArchivePart.of(name, content)));
        return parts;
    }

    private static byte[] zip(List<ArchivePart> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BundleArchive.write(bytes, parts);
        return bytes.toByteArray();
    }

    private static byte[] renamed(byte[] zip, String from, String to) {
        return new String(zip, StandardCharsets.ISO_8859_1)
                .replace(from, to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
