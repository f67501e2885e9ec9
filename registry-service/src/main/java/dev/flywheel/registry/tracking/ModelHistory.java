package dev.flywheel.registry.tracking;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The models that a run has logged, which MLflow's clients read in one tag of the run.
final class ModelHistory {

    static final String TAG = "mlflow.log-model.history";

    private static final List<String> MANDATORY =
            List.of("artifact_path", "flavors", "run_id", "utc_time_created");

    private ModelHistory() {}

    /// The tag with one more model.
    ///
    /// @param modelJson what the model's `MLmodel` file says, as JSON
    static Tag with(Optional<String> before, String modelJson) {
        ObjectNode model = model(modelJson);
        List<String> missing = MANDATORY.stream().filter(field -> !model.has(field)).toList();
        if (!missing.isEmpty()) {
            throw new InvalidValueException(
                    "Model json is missing mandatory fields: " + String.join(", ", missing));
        }
        ArrayNode models = before.map(ModelHistory::models).orElseGet(Json.MAPPER::createArrayNode);
        return new Tag(TAG, models.add(model).toString());
    }

    private static ArrayNode models(String tag) {
        try {
            if (Json.MAPPER.readTree(tag) instanceof ArrayNode models) {
                return models;
            }
        } catch (JacksonException _) {
            // Somebody has set the tag to something else; the history begins anew.
        }
        return Json.MAPPER.createArrayNode();
    }

    private static ObjectNode model(String json) {
        try {
            JsonNode read = Json.MAPPER.readTree(json);
            if (read instanceof ObjectNode model) {
                return model;
            }
        } catch (JacksonException _) {
            // Answered below, as JSON that is no object.
        }
        throw new InvalidValueException("Malformed model info: model_json is not a JSON object.");
    }
}
