package dev.flywheel.feature.erasure;

import dev.flywheel.contracts.Json;
import dev.flywheel.support.client.ServiceClients;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The versions of a model that were trained on a snapshot that held an erased entity. The registry
/// is asked each time, as a training run that was under way may have registered one since.
@Component
public final class ErasedModels {

    private static final String SEARCH =
            "/api/2.0/mlflow/model-versions/search?filter={filter}&max_results=1000";

    private final RestClient registry;

    ErasedModels(ServiceClients clients, ErasureProperties properties) {
        this.registry = clients.client(properties.registryUrl(), properties.registryTimeout());
    }

    /// A version that learned from rows of the entity.
    ///
    /// @param run of training; null if the version does not tell
    /// @param snapshot that it was trained on
    /// @param rows of the entity in that snapshot
    /// @param aliases that name it, such as `champion`
    public record Trained(
            String model,
            int version,
            @Nullable String run,
            String snapshot,
            long rows,
            List<String> aliases) {}

    /// The versions, the oldest first.
    ///
    /// @throws ErasureException.RegistryAway if the registry does not answer
    public List<Trained> of(Erasure erasure) {
        Map<String, Erasure.HeldBy> held =
                erasure.snapshots().stream()
                        .collect(Collectors.toMap(Erasure.HeldBy::id, snapshot -> snapshot));
        if (held.isEmpty()) {
            return List.of();
        }
        List<Trained> trained = new ArrayList<>();
        @Nullable String token = null;
        do {
            JsonNode page = page(erasure.pipeline(), token);
            for (JsonNode version : page.path("model_versions")) {
                String snapshot = tag(version, "flywheel.snapshot");
                Erasure.HeldBy from = snapshot == null ? null : held.get(snapshot);
                if (from != null) {
                    trained.add(trained(version, from));
                }
            }
            token = page.path("next_page_token").stringValue(null);
        } while (token != null);
        trained.sort(Comparator.comparingInt(Trained::version));
        return trained;
    }

    private static Trained trained(JsonNode version, Erasure.HeldBy from) {
        return new Trained(
                version.path("name").asString(),
                version.path("version").asInt(),
                tag(version, "flywheel.run"),
                from.id(),
                from.rows(),
                version.path("aliases").valueStream().map(JsonNode::asString).toList());
    }

    private static @Nullable String tag(JsonNode version, String key) {
        return version.path("tags")
                .valueStream()
                .filter(tag -> tag.path("key").asString("").equals(key))
                .map(tag -> tag.path("value").asString(""))
                .findFirst()
                .orElse(null);
    }

    private JsonNode page(String model, @Nullable String token) {
        String filter = "name='%s'".formatted(model);
        try {
            byte[] answer =
                    (token == null
                                    ? registry.get().uri(SEARCH, filter)
                                    : registry.get()
                                            .uri(SEARCH + "&page_token={token}", filter, token))
                            .accept(MediaType.APPLICATION_JSON)
                            .retrieve()
                            .body(byte[].class);
            return Json.MAPPER.readTree(Objects.requireNonNullElse(answer, new byte[0]));
        } catch (RestClientException | JacksonException e) {
            throw new ErasureException.RegistryAway(
                    Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }
}
