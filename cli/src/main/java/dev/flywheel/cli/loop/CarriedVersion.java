package dev.flywheel.cli.loop;

import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// A version that has come to another registry.
///
/// @param number its number there
/// @param isNew false if its bundle was there already
record CarriedVersion(int number, boolean isNew) {

    /// Takes a version's archive from one registry to another, by way of a file, as a bundle need
    /// not fit into memory.
    static CarriedVersion carry(Api from, Api to, String model, int version) throws IOException {
        Path archive = Files.createTempFile("flywheel", ".zip");
        try {
            from.download(
                    ServiceName.REGISTRY,
                    "/models/%s/versions/%d/archive".formatted(model, version),
                    archive);
            JsonNode answer =
                    to.upload(
                                    ServiceName.REGISTRY,
                                    "/models/%s/versions".formatted(model),
                                    archive,
                                    "application/zip")
                            .body();
            return new CarriedVersion(
                    answer.path("version").asInt(), answer.path("created").asBoolean());
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /// What a person is told, before the other registry's name.
    String told(int before) {
        return isNew
                ? "Version %d has become version %d at".formatted(before, number)
                : "Version %d is there already, as version %d at".formatted(before, number);
    }
}
