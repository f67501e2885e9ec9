package dev.flywheel.cli.loop;

import tools.jackson.databind.JsonNode;

/// A model version that inference serves.
public record Serving(
        String model, int version, String loadedAt, double swapMillis, int catalogue) {

    static Serving of(JsonNode json) {
        return new Serving(
                json.path("model").asString(""),
                json.path("version").asInt(0),
                json.path("loaded_at").asString(""),
                json.path("swap_millis").asDouble(0),
                json.path("catalogue_size").asInt(json.path("catalogue").asInt(0)));
    }
}
