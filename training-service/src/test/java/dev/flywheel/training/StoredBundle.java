package dev.flywheel.training;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// The bundle of a run as the registry's stand-in keeps it, to be changed as no registry would,
/// with right checksums nevertheless.
final class StoredBundle {

    private static final String MANIFEST = "manifest.json";

    private final Map<String, byte[]> artifacts;
    private final String directory;

    StoredBundle(RegistryStandIn registry, String runId) {
        this.artifacts = registry.artifacts;
        this.directory = "1/" + runId + "/artifacts/bundle";
    }

    /// As the registry would name it in a request.
    ModelServing.Bundle named() {
        Map<String, String> files = new TreeMap<>();
        artifacts.forEach((path, content) -> {
            if (path.startsWith(directory + "/")) {
                files.put(path.substring(directory.length() + 1), Digest.of(content).hex());
            }
        });
        return new ModelServing.Bundle("r", directory, files, "feature-set", "hash");
    }

    ObjectNode json(String name) {
        return (ObjectNode) Json.MAPPER.readTree(file(name));
    }

    /// What is there, byte for byte.
    Map<String, String> checksums() {
        return named().files();
    }

    void changeText(String name, UnaryOperator<String> change) {
        String text = new String(file(name), StandardCharsets.UTF_8);
        replace(name, change.apply(text).getBytes(StandardCharsets.UTF_8));
    }

    void changeJson(String name, Consumer<ObjectNode> change) {
        ObjectNode json = json(name);
        change.accept(json);
        if (name.equals(MANIFEST)) {
            artifacts.put(path(name), Json.bytes(json));
        } else {
            replace(name, Json.bytes(json));
        }
    }

    void remove(String name) {
        artifacts.remove(path(name));
        changeJson(MANIFEST, manifest -> ((ObjectNode) manifest.get("files")).remove(name));
    }

    private void replace(String name, byte[] content) {
        artifacts.put(path(name), content);
        changeJson(
                MANIFEST,
                manifest ->
                        ((ObjectNode) manifest.get("files"))
                                .putObject(name)
                                .put("sha256", Digest.of(content).hex())
                                .put("bytes", content.length));
    }

    private byte[] file(String name) {
        return Objects.requireNonNull(artifacts.get(path(name)), name);
    }

    private String path(String name) {
        return directory + "/" + name;
    }
}
