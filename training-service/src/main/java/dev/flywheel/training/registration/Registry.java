package dev.flywheel.training.registration;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.ReproductionOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/// The registry, as training uses it. Every call may be repeated without harm.
public final class Registry {

    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String SCHEME = "mlflow-artifacts:/";

    /// MLflow takes 1,000 metrics, parameters and tags at once, of which 100 may be parameters.
    private static final int BATCH = 900;

    private final RestClient client;

    public Registry(RestClient client) {
        this.client = client;
    }

    /// What serves under that model's name; empty if the registry doesn't know the model.
    public Optional<ModelServing> serving(String model) {
        try {
            return Optional.of(
                    Json.read(
                            body(client.get().uri("/models/{model}", model)), ModelServing.class));
        } catch (HttpClientErrorException.NotFound _) {
            return Optional.empty();
        }
    }

    /// The experiment of that name, created if it is new.
    public String experiment(String name) {
        try {
            Map<String, Object> found = get("experiments/get-by-name?experiment_name={name}", name);
            return text(
                    Json.MAPPER.convertValue(found.get("experiment"), Map.class), "experiment_id");
        } catch (HttpClientErrorException.NotFound _) {
            return text(post("experiments/create", Map.of("name", name)), "experiment_id");
        }
    }

    /// The run of an experiment that has these tags, begun if there is none.
    ///
    /// @param identity tags that no other run has
    /// @param more tags of a run that is begun
    public RegistryRun run(
            String experiment,
            String name,
            long startMillis,
            Map<String, String> identity,
            Map<String, String> more) {
        return begun(experiment, identity)
                .orElseGet(() -> {
                    Map<String, String> tags = new LinkedHashMap<>(identity);
                    tags.putAll(more);
                    return begin(experiment, name, startMillis, tags);
                });
    }

    private RegistryRun begin(
            String experiment, String name, long startMillis, Map<String, String> tags) {
        Map<String, Object> answer =
                post(
                        "runs/create",
                        Map.of(
                                "experiment_id", experiment,
                                "run_name", name,
                                "start_time", startMillis,
                                "tags", pairs(tags)));
        if (!(answer.get("run") instanceof Map<?, ?> run)) {
            throw new RegistryException("runs/create answered without a run");
        }
        return registryRun(run);
    }

    private Optional<RegistryRun> begun(String experiment, Map<String, String> tags) {
        String filter =
                tags.entrySet().stream()
                        .map(tag -> "tags.`%s` = '%s'".formatted(tag.getKey(), tag.getValue()))
                        .collect(Collectors.joining(" AND "));
        Map<String, Object> answer =
                post(
                        "runs/search",
                        Map.of(
                                "experiment_ids",
                                List.of(experiment),
                                "filter",
                                filter,
                                "max_results",
                                1));
        List<?> runs = (List<?>) answer.getOrDefault("runs", List.of());
        return runs.stream().findFirst().map(run -> registryRun((Map<?, ?>) run));
    }

    private static RegistryRun registryRun(Map<?, ?> run) {
        if (!(run.get("info") instanceof Map<?, ?> info)) {
            throw new RegistryException("The registry answered with a run without 'info'");
        }
        return new RegistryRun(text(info, "run_id"), text(info, "artifact_uri"));
    }

    /// Logs metrics and parameters; `@` in a metric's name, which MLflow does not allow, becomes
    /// `_at_`.
    public void log(
            String runId, List<RegistryMetric> metrics, Map<String, String> params, long millis) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (RegistryMetric metric : metrics) {
            points.add(
                    Map.of(
                            "key",
                            metric.name().replace("@", "_at_"),
                            "value",
                            metric.value(),
                            "timestamp",
                            millis,
                            "step",
                            metric.step()));
        }
        int first = Math.min(points.size(), BATCH);
        post(
                "runs/log-batch",
                Map.of(
                        "run_id", runId,
                        "metrics", points.subList(0, first),
                        "params", pairs(params)));
        for (int from = first; from < points.size(); from += BATCH) {
            List<?> some = points.subList(from, Math.min(points.size(), from + BATCH));
            post("runs/log-batch", Map.of("run_id", runId, "metrics", some));
        }
    }

    /// Ends a run.
    public void finishRun(String runId, long endMillis) {
        post("runs/update", Map.of("run_id", runId, "status", "FINISHED", "end_time", endMillis));
    }

    /// Uploads a file below a run's artifacts.
    public void upload(String artifactUri, String path, InputStream content) {
        client.put()
                .uri(ARTIFACTS + directory(artifactUri) + "/" + path)
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(new InputStreamResource(content))
                .retrieve()
                .toBodilessEntity();
    }

    /// The version that a run became, created if it is new; so is the model.
    ///
    /// @param source the bundle's URI
    public int version(String model, String runId, String source, Map<String, String> tags) {
        ensureModel(model);
        int version = found(model, runId).orElseGet(() -> create(model, runId, source, tags));
        tags.forEach((key, value) ->
                post(
                        "model-versions/set-tag",
                        Map.of(
                                "name", model,
                                "version", Integer.toString(version),
                                "key", key,
                                "value", value)));
        return version;
    }

    /// Makes a version the champion, or asks for it where a person has to approve that.
    public Promotion promote(String model, int version, String reason) {
        try {
            HttpStatusCode status =
                    client.post()
                            .uri("/models/{model}/versions/{version}/promote", model, version)
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(Json.bytes(Map.of("reason", reason)))
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode();
            return status.isSameCodeAs(HttpStatus.ACCEPTED)
                    ? new Promotion.Requested()
                    : new Promotion.Done();
        } catch (HttpClientErrorException.Conflict e) {
            Map<?, ?> problem = Json.MAPPER.readValue(e.getResponseBodyAsByteArray(), Map.class);
            return new Promotion.Refused(String.valueOf(problem.get("detail")));
        }
    }

    /// Brings a reproduction's outcome. The registry keeps the first one that it gets.
    ///
    /// @return false if the registry does not know the reproduction any more
    public boolean conclude(String reproductionId, ReproductionOutcome outcome) {
        try {
            client.put()
                    .uri("/reproductions/{id}/outcome", reproductionId)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Json.bytes(outcome))
                    .retrieve()
                    .toBodilessEntity();
            return true;
        } catch (HttpClientErrorException.NotFound _) {
            return false;
        }
    }

    /// Reads a file of the artifact proxy.
    ///
    /// @param path below the proxy, as a model's serving state names it
    /// @throws RegistryException if there is no such file
    public void download(String path, Download reader) {
        client.get()
                .uri(ARTIFACTS + path)
                .exchange((_, response) -> {
                    HttpStatusCode status = response.getStatusCode();
                    if (status.isError() && status.value() != HttpStatus.NOT_FOUND.value()) {
                        throw response.createException();
                    }
                    if (status.value() != HttpStatus.OK.value()) {
                        throw new RegistryException(
                                "Artifact %s: the registry answered %s".formatted(path, status));
                    }
                    reader.read(response.getBody());
                    return status;
                });
    }

    private void ensureModel(String model) {
        try {
            post("registered-models/create", Map.of("name", model));
        } catch (HttpClientErrorException e) {
            boolean exists = e.getResponseBodyAsString().contains("RESOURCE_ALREADY_EXISTS");
            if (!exists) {
                throw e;
            }
        }
    }

    private Optional<Integer> found(String model, String runId) {
        Map<String, Object> answer =
                get(
                        "model-versions/search?filter={filter}&max_results=10",
                        "run_id='%s'".formatted(runId));
        List<?> versions = (List<?>) answer.getOrDefault("model_versions", List.of());
        return versions.stream()
                .map(version -> (Map<?, ?>) version)
                .filter(version -> model.equals(version.get("name")))
                .map(version -> Integer.valueOf(text(version, "version")))
                .findFirst();
    }

    private int create(String model, String runId, String source, Map<String, String> tags) {
        Map<String, Object> answer =
                post(
                        "model-versions/create",
                        Map.of(
                                "name", model,
                                "source", source,
                                "run_id", runId,
                                "tags", pairs(tags)));
        if (!(answer.get("model_version") instanceof Map<?, ?> version)) {
            throw new RegistryException("model-versions/create answered without a version");
        }
        return Integer.parseInt(text(version, "version"));
    }

    private Map<String, Object> get(String path, String argument) {
        return json(client.get().uri(MLFLOW + path, argument));
    }

    private Map<String, Object> post(String path, Map<String, ?> request) {
        return json(
                client.post()
                        .uri(MLFLOW + path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Json.bytes(new LinkedHashMap<>(request))));
    }

    private static Map<String, Object> json(RestClient.RequestHeadersSpec<?> call) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Json.MAPPER
                .readTree(body(call))
                .properties()
                .forEach(member ->
                        answer.put(
                                member.getKey(),
                                Json.MAPPER.convertValue(member.getValue(), Object.class)));
        return answer;
    }

    private static byte[] body(RestClient.RequestHeadersSpec<?> call) {
        byte[] body = call.accept(MediaType.APPLICATION_JSON).retrieve().body(byte[].class);
        if (body == null) {
            throw new RegistryException("The registry answered with nothing");
        }
        return body;
    }

    private static List<Map<String, String>> pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", entry.getValue()))
                .toList();
    }

    private static String text(Map<?, ?> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            throw new RegistryException("The registry answered without '" + name + "'");
        }
        return value.toString();
    }

    private static String directory(String artifactUri) {
        if (!artifactUri.startsWith(SCHEME)) {
            throw new RegistryException(
                    "Artifacts go to %s..., not to %s".formatted(SCHEME, artifactUri));
        }
        return URI.create(artifactUri).getPath().substring(1);
    }

    /// A run of the registry's, which keeps parameters, metrics and artifacts.
    public record RegistryRun(String id, String artifactUri) {}

    /// A metric's value at a step.
    public record RegistryMetric(String name, double value, int step) {}

    /// Reads a file's bytes while the answer is open.
    @FunctionalInterface
    public interface Download {
        void read(InputStream content) throws IOException;
    }
}
