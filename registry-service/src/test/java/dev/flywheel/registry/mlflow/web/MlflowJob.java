package dev.flywheel.registry.mlflow.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// The job of docs/ci.md, which shows it word for word.
final class MlflowJob implements AutoCloseable {

    private static final String ALIAS = "{'name':'%s','alias':'%s','version':'%s'}";
    private static final String VERSION = "{'name':'%s','source':'%s','run_id':'%s'}";

    private final String registry;
    private final String token;
    private final MlflowClient mlflow;

    MlflowJob(String registry, String token) {
        this.registry = registry;
        this.token = token;
        this.mlflow = new MlflowClient(new BasicMlflowHostCreds(registry, token));
    }

    /// Makes a version the champion, if its gate passed.
    ///
    /// @throws MlflowHttpException if the registry refuses; its body says why
    void promote(String model, String version) {
        post("registered-models/alias", ALIAS.formatted(model, "champion", version));
    }

    /// What a version's run measured: `auc`, `slice.item_category.skirts.ndcg_at_10` and so on.
    Map<String, Double> metrics(String model, String version) {
        Map<String, Double> metrics = new TreeMap<>();
        String run = mlflow.getModelVersion(model, version).getRunId();
        mlflow.getRun(run)
                .getData()
                .getMetricsList()
                .forEach(metric -> metrics.put(metric.getKey(), metric.getValue()));
        return metrics;
    }

    /// Logs a model that was trained elsewhere, and registers it as the challenger.
    void register(String model, Path file) throws IOException, InterruptedException {
        RunInfo run = mlflow.createRun();
        String id = run.getRunId();
        mlflow.logParam(id, "depth", "6");
        mlflow.logMetric(id, "auc", 0.81);
        upload(run.getArtifactUri() + "/model/" + file.getFileName(), file);
        mlflow.setTerminated(id);
        post("registered-models/create", "{'name':'%s'}".formatted(model));
        String source = run.getArtifactUri() + "/model";
        post("model-versions/create", VERSION.formatted(model, source, id));
        post("registered-models/alias", ALIAS.formatted(model, "challenger", "1"));
    }

    /// MLflow's Java client uploads through Python's, so this one goes by HTTP.
    private void upload(String uri, Path file) throws IOException, InterruptedException {
        String path = uri.replace("mlflow-artifacts:/", "/api/2.0/mlflow-artifacts/artifacts/");
        HttpRequest put =
                HttpRequest.newBuilder(URI.create(registry + path))
                        .header("Authorization", "Bearer " + token)
                        .PUT(HttpRequest.BodyPublishers.ofFile(file))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(put, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
        }
    }

    private void post(String endpoint, String json) {
        mlflow.sendPost(endpoint, json.replace('\'', '"'));
    }

    @Override
    public void close() {
        mlflow.close();
    }
}
