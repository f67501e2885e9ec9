package dev.flywheel.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/// Speaks what training uses of the registry: MLflow's paths, the artifact proxy and promotion.
final class RegistryStandIn implements AutoCloseable {

    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

    private static final Pattern TAG = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");

    private HttpServer server;
    private final AtomicInteger runs = new AtomicInteger();
    final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    final Map<String, Map<String, Object>> batches = new ConcurrentHashMap<>();
    final Map<String, Map<String, Object>> created = new ConcurrentHashMap<>();
    final List<String> finished = new ArrayList<>();
    final List<Map<String, Object>> versions = new ArrayList<>();
    final Map<Integer, Map<String, String>> tags = new TreeMap<>();
    final List<Integer> promoted = new ArrayList<>();
    final Map<String, ReproductionOutcome> outcomes = new ConcurrentHashMap<>();
    private int away;
    private String lastCall = "";
    final List<Integer> requested = new ArrayList<>();
    private boolean approving;

    RegistryStandIn() {
        server = listen(0);
    }

    private HttpServer listen(int port) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            listening.createContext("/", this::handle);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Goes away instead of answering that call of MLflow's, and refuses every connection.
    synchronized void goesAwayAt(String call) {
        lastCall = call;
    }

    synchronized void comesBack() {
        lastCall = "";
        server = listen(server.getAddress().getPort());
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void clear() {
        artifacts.clear();
        batches.clear();
        created.clear();
        finished.clear();
        versions.clear();
        tags.clear();
        promoted.clear();
        outcomes.clear();
        runs.set(0);
        away = 0;
        lastCall = "";
        requested.clear();
        approving = false;
    }

    /// Answers this many requests to create a run or a version or to take an outcome with 503; the
    /// run or version is created nevertheless.
    synchronized void losesAnswers(int count) {
        away = count;
    }

    /// Promotes nothing without the approval of a person.
    synchronized void wantsApproval() {
        approving = true;
    }

    /// Makes a bundle that no run has logged the champion, as somebody would by force.
    synchronized void promotes(Map<String, byte[]> bundle) {
        String runId = "r" + runs.incrementAndGet();
        bundle.forEach((name, content) ->
                artifacts.put("1/" + runId + "/artifacts/bundle/" + name, content));
        versions.add(Map.of("run_id", runId));
        tags.put(versions.size(), new TreeMap<>());
        promoted.add(versions.size());
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals(MLFLOW + lastCall)) {
            server.stop(0);
        } else if (path.startsWith(ARTIFACTS)) {
            artifact(exchange, path.substring(ARTIFACTS.length()), body);
        } else if (path.startsWith(MLFLOW)) {
            mlflow(exchange, path.substring(MLFLOW.length()), body);
        } else if (path.startsWith("/reproductions/")) {
            conclude(exchange, path.split("/", -1)[2], body);
        } else if (path.endsWith("/promote")) {
            promote(exchange, Integer.parseInt(path.split("/", -1)[4]));
        } else if (path.matches("/models/[a-z]+") && !versions.isEmpty()) {
            answer(exchange, 200, serving());
        } else {
            answer(exchange, 404, Map.of("title", "There is no such model"));
        }
    }

    private void mlflow(HttpExchange exchange, String call, byte[] body) throws IOException {
        Map<String, Object> request =
                Json.MAPPER.readValue(
                        body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body,
                        new TypeReference<>() {});
        switch (call) {
            case "experiments/get-by-name" -> error(exchange, 404, "RESOURCE_DOES_NOT_EXIST");
            case "experiments/create" -> answer(exchange, 200, Map.of("experiment_id", "1"));
            case "runs/create" -> {
                String id = "r" + runs.incrementAndGet();
                created.put(id, request);
                if (away > 0) {
                    away--;
                    answer(exchange, 503, Map.of());
                } else {
                    answer(exchange, 200, Map.of("run", Map.of("info", info(id))));
                }
            }
            case "runs/log-batch" -> {
                batches.put(text(request, "run_id"), request);
                answer(exchange, 200, Map.of());
            }
            case "runs/update" -> {
                finished.add(text(request, "run_id"));
                answer(exchange, 200, Map.of());
            }
            case "runs/search" -> answer(exchange, 200, Map.of("runs", found(request)));
            case "registered-models/create" ->
                    error(exchange, 400, versions.isEmpty() ? "NONE" : "RESOURCE_ALREADY_EXISTS");
            case "model-versions/search" -> {
                String filter = exchange.getRequestURI().getQuery();
                List<Map<String, Object>> found =
                        versions.stream()
                                .filter(v -> filter.contains("'" + v.get("run_id") + "'"))
                                .toList();
                answer(exchange, 200, Map.of("model_versions", found));
            }
            case "model-versions/create" -> create(exchange, request);
            case "model-versions/set-tag" -> {
                tagsOf(Integer.parseInt(text(request, "version")))
                        .put(text(request, "key"), text(request, "value"));
                answer(exchange, 200, Map.of());
            }
            default -> error(exchange, 404, "ENDPOINT_NOT_FOUND");
        }
    }

    private void conclude(HttpExchange exchange, String id, byte[] outcome) throws IOException {
        if (away > 0) {
            away--;
            answer(exchange, 503, Map.of());
            return;
        }
        outcomes.put(id, Json.read(outcome, ReproductionOutcome.class));
        answer(exchange, 200, Map.of());
    }

    private void create(HttpExchange exchange, Map<String, Object> request) throws IOException {
        Map<String, Object> version = new LinkedHashMap<>(request);
        version.put("version", Integer.toString(versions.size() + 1));
        versions.add(version);
        tags.put(versions.size(), new TreeMap<>());
        if (away > 0) {
            away--;
            answer(exchange, 503, Map.of());
            return;
        }
        answer(exchange, 200, Map.of("model_version", version));
    }

    private void promote(HttpExchange exchange, int version) throws IOException {
        if (!"passed".equals(tagsOf(version).get("flywheel.gate"))) {
            answer(exchange, 409, Map.of("detail", "The gate did not pass"));
            return;
        }
        if (approving) {
            requested.add(version);
            answer(exchange, 202, Map.of("status", "PENDING"));
            return;
        }
        promoted.add(version);
        answer(exchange, 200, serving());
    }

    private void artifact(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            artifacts.put(path, body);
            answer(exchange, 200, Map.of());
            return;
        }
        byte[] content = artifacts.get(path);
        exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : 0);
        if (content != null) {
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }

    private ModelServing serving() {
        if (promoted.isEmpty()) {
            return new ModelServing("clicks", 1, Map.of(), Map.of());
        }
        int champion = promoted.getLast();
        String runId = text(versions.get(champion - 1), "run_id");
        String directory = "1/" + runId + "/artifacts/bundle";
        Map<String, String> files = new TreeMap<>();
        artifacts.forEach((path, content) -> {
            if (path.startsWith(directory + "/")) {
                files.put(path.substring(directory.length() + 1), Digest.of(content).hex());
            }
        });
        return new ModelServing(
                "clicks",
                promoted.size() + 1L,
                Map.of(ModelServing.CHAMPION, champion),
                Map.of(
                        champion,
                        new ModelServing.Bundle(runId, directory, files, "feature-set", "hash")));
    }

    /// What was asked for when the runs below that run were created, by id, in order of trials.
    Map<String, Map<String, Object>> below(String parent) {
        Map<String, Map<String, Object>> below = new LinkedHashMap<>();
        created.entrySet().stream()
                .filter(run -> parent.equals(tags(run.getValue()).get("mlflow.parentRunId")))
                .sorted(
                        Comparator.comparing(run ->
                                Integer.valueOf(
                                        Objects.requireNonNull(
                                                tags(run.getValue()).get("flywheel.trial")))))
                .forEach(run -> below.put(run.getKey(), run.getValue()));
        return below;
    }

    private List<Map<String, Object>> found(Map<String, Object> request) {
        if (!List.of("1").equals(request.get("experiment_ids"))) {
            return List.of();
        }
        Map<String, String> asked =
                TAG.matcher(text(request, "filter"))
                        .results()
                        .collect(Collectors.toMap(tag -> tag.group(1), tag -> tag.group(2)));
        return created.entrySet().stream()
                .filter(run -> tags(run.getValue()).entrySet().containsAll(asked.entrySet()))
                .map(run -> Map.<String, Object>of("info", info(run.getKey())))
                .toList();
    }

    private static Map<String, Object> info(String id) {
        return Map.of("run_id", id, "artifact_uri", "mlflow-artifacts:/1/" + id + "/artifacts");
    }

    /// The tags that a run was created with.
    static Map<String, String> tags(Map<String, Object> run) {
        return pairs(run, "tags");
    }

    static Map<String, String> pairs(Map<String, Object> request, String name) {
        Map<String, String> tags = new TreeMap<>();
        for (Object each : (List<?>) request.getOrDefault(name, List.of())) {
            Map<?, ?> tag = (Map<?, ?>) each;
            tags.put(String.valueOf(tag.get("key")), String.valueOf(tag.get("value")));
        }
        return tags;
    }

    /// A metric's values by step.
    Map<Integer, Double> metric(String runId, String name) {
        Map<Integer, Double> values = new TreeMap<>();
        Map<String, Object> batch = Objects.requireNonNull(batches.get(runId), "no batch");
        for (Object point : (List<?>) Objects.requireNonNull(batch.get("metrics"))) {
            Map<?, ?> metric = (Map<?, ?>) point;
            if (name.equals(metric.get("key"))) {
                values.put(
                        Integer.valueOf(String.valueOf(metric.get("step"))),
                        Double.valueOf(String.valueOf(metric.get("value"))));
            }
        }
        return values;
    }

    Map<String, String> tagsOf(int version) {
        return Objects.requireNonNull(tags.get(version), "no version " + version);
    }

    private static String text(Map<String, Object> json, String name) {
        return String.valueOf(json.get(name));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        answer(
                exchange,
                code.equals("NONE") ? 200 : status,
                Map.of("error_code", code, "message", code));
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = Json.bytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
