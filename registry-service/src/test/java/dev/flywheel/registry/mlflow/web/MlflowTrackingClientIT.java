package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestTokens;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The calls of MLflow's Java client, unmodified, that delete, restore, rename and search.
@RegistryIntegrationTest
class MlflowTrackingClientIT {

    @LocalServerPort int port;

    private MlflowClient client;
    private String name;
    private String experiment;

    @BeforeEach
    void connect() {
        String token = TestTokens.token("models:read", "models:write");
        client = new MlflowClient(new BasicMlflowHostCreds("http://localhost:" + port, token));
        name = "client " + UUID.randomUUID();
        experiment = client.createExperiment(name);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void deletesRestoresRenamesAndTagsExperiments() {
        client.setExperimentTag(experiment, "team", "ads");
        client.renameExperiment(experiment, name + "'");
        client.deleteExperiment(experiment);

        Experiment deleted = client.getExperiment(experiment);
        assertThat(deleted.getLifecycleStage()).isEqualTo("deleted");
        assertThat(deleted.getName()).isEqualTo(name + "'");
        assertThat(deleted.getTags(0).getValue()).isEqualTo("ads");
        assertThat(ids(ViewType.ACTIVE_ONLY)).isEmpty();
        assertThat(ids(ViewType.DELETED_ONLY)).containsExactly(experiment);
        assertThatThrownBy(() -> client.createRun(experiment))
                .isInstanceOf(MlflowHttpException.class);

        client.restoreExperiment(experiment);

        assertThat(ids(ViewType.ALL)).containsExactly(experiment);
        assertThat(client.createRun(experiment).getExperimentId()).isEqualTo(experiment);
    }

    @Test
    void restoresOnlyTheRunsThatWereDeletedWithTheirExperiment() {
        String before = client.createRun(experiment).getRunId();
        String with = client.createRun(experiment).getRunId();

        client.deleteRun(before);
        client.deleteExperiment(experiment);
        assertThat(client.getRun(with).getInfo().getLifecycleStage()).isEqualTo("deleted");
        client.restoreExperiment(experiment);

        assertThat(client.getRun(with).getInfo().getLifecycleStage()).isEqualTo("active");
        assertThat(client.getRun(before).getInfo().getLifecycleStage()).isEqualTo("deleted");
        client.restoreRun(before);
        assertThat(client.searchRuns(List.of(experiment), "")).hasSize(2);
    }

    @Test
    void pagesThroughExperiments() {
        for (int i = 0; i < 3; i++) {
            client.createExperiment(
                    CreateExperiment.newBuilder()
                            .setName("%s page %d".formatted(name, i))
                            .setArtifactLocation("s3://bucket/" + i)
                            .build());
        }

        var first =
                client.searchExperiments(
                        "name LIKE '%s page%%'".formatted(name),
                        ViewType.ACTIVE_ONLY,
                        2,
                        List.of("name DESC"));
        var second = first.getNextPage();

        assertThat(first.getItems())
                .extracting(Experiment::getArtifactLocation)
                .containsExactly("s3://bucket/2", "s3://bucket/1");
        assertThat(second.getItems()).hasSize(1);
        assertThat(first.getNextPageToken()).isPresent();
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void searchesRunsByWhatTheyLogged() {
        List<RunInfo> runs =
                IntStream.range(0, 4).mapToObj(_ -> client.createRun(experiment)).toList();
        for (int i = 0; i < 4; i++) {
            client.logMetric(runs.get(i).getRunId(), "auc", i == 3 ? Double.NaN : i);
            client.setTag(runs.get(i).getRunId(), "n", Integer.toString(i));
        }
        client.setTerminated(runs.get(0).getRunId());
        client.deleteTag(runs.get(1).getRunId(), "n");

        var page =
                client.searchRuns(
                        List.of(experiment),
                        "metrics.auc <= 2",
                        ViewType.ACTIVE_ONLY,
                        2,
                        List.of("metrics.auc DESC"));

        assertThat(page.getItems())
                .extracting(run -> run.getInfo().getRunId())
                .containsExactly(runs.get(2).getRunId(), runs.get(1).getRunId());
        assertThat(page.getNextPage().getItems())
                .extracting(run -> run.getInfo().getStatus())
                .containsExactly(RunStatus.FINISHED);
        assertThat(page.getItems().get(1).getData().getTagsList())
                .extracting(RunTag::getKey)
                .doesNotContain("n");
        assertThat(client.searchRuns(List.of(experiment), "tags.n != '0'"))
                .extracting(RunInfo::getRunId)
                .containsExactlyInAnyOrder(runs.get(2).getRunId(), runs.get(3).getRunId());
        assertThatThrownBy(() -> client.deleteTag(runs.get(1).getRunId(), "n"))
                .extracting(e -> ((MlflowHttpException) e).getBodyMessage())
                .asString()
                .contains("No tag with name: n");
    }

    @Test
    void readsAHistoryOfManyPointsAsOnePage() {
        String run = client.createRun(experiment).getRunId();
        for (int batch = 0; batch < 3; batch++) {
            int first = batch * 1_000;
            List<Metric> points =
                    IntStream.range(first, first + 1_000)
                            .mapToObj(i ->
                                    Metric.newBuilder()
                                            .setKey("loss")
                                            .setValue(1.0 / (i + 1))
                                            .setTimestamp(i)
                                            .setStep(i)
                                            .build())
                            .toList();
            client.logBatch(run, points, List.of(), List.of());
        }

        assertThat(client.getMetricHistory(run, "loss"))
                .hasSize(3_000)
                .isSortedAccordingTo((a, b) -> Long.compare(a.getStep(), b.getStep()));
    }

    @Test
    void logsFluently() {
        MlflowContext context = new MlflowContext(client).setExperimentName(name);

        context.withActiveRun(
                "fluent",
                run -> {
                    run.logParams(Map.of("a", "1", "b", "2"));
                    run.logMetrics(Map.of("m", 1.0), 7);
                    run.setTags(Map.of("t", "v"));
                    assertThat(run.getArtifactUri()).startsWith("mlflow-artifacts:/" + experiment);
                });

        assertThat(client.searchRuns(List.of(experiment), "params.b = '2' AND metrics.m = 1"))
                .extracting(RunInfo::getStatus)
                .containsExactly(RunStatus.FINISHED);
    }

    /// A newer client with another call fails here, until a test drives it.
    @Test
    void hasNoCallThatNoTestDrives() {
        Set<String> driven =
                Set.of(
                        "createExperiment",
                        "searchExperiments",
                        "getExperiment",
                        "getExperimentByName",
                        "deleteExperiment",
                        "restoreExperiment",
                        "renameExperiment",
                        "setExperimentTag",
                        "createRun",
                        "getRun",
                        "searchRuns",
                        "listRunInfos",
                        "setTerminated",
                        "deleteRun",
                        "restoreRun",
                        "logMetric",
                        "logParam",
                        "logBatch",
                        "setTag",
                        "deleteTag",
                        "getMetricHistory",
                        "getRegisteredModel",
                        "getLatestVersions",
                        "getModelVersion",
                        "getModelVersionDownloadUri",
                        "searchModelVersions",
                        "sendGet",
                        "sendPost",
                        "sendPatch",
                        "close");
        // These start a Python process, which speaks to the artifact proxy.
        Set<String> python =
                Set.of(
                        "logArtifact",
                        "logArtifacts",
                        "listArtifacts",
                        "downloadArtifacts",
                        "downloadModelVersion",
                        "downloadLatestModelVersion");

        assertThat(
                        Stream.of(MlflowClient.class.getDeclaredMethods())
                                .filter(method -> Modifier.isPublic(method.getModifiers()))
                                .map(Method::getName)
                                .filter(call -> !python.contains(call))
                                .collect(Collectors.toSet()))
                .isEqualTo(driven);
    }

    private List<String> ids(ViewType view) {
        return client
                .searchExperiments("name LIKE '%s%%'".formatted(name), view, 10, List.of("name"))
                .getItems()
                .stream()
                .map(Experiment::getExperimentId)
                .toList();
    }
}
