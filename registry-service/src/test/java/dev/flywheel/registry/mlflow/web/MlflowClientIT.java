package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestTokens;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionStatus;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.springframework.boot.test.web.server.LocalServerPort;

/// MLflow's own Java client, unmodified, makes the calls that the registry has.
@RegistryIntegrationTest
class MlflowClientIT {

    @LocalServerPort int port;

    private MlflowClient client;

    @BeforeEach
    void connect() {
        String token = TestTokens.token("models:read", "models:write");
        client = new MlflowClient(new BasicMlflowHostCreds("http://localhost:" + port, token));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void createsAndFindsExperiments() {
        String id = client.createExperiment("client/experiment");

        assertThat(client.getExperiment(id).getName()).isEqualTo("client/experiment");
        assertThat(client.getExperimentByName("client/experiment").map(Experiment::getExperimentId))
                .contains(id);
        assertThat(client.getExperimentByName("no such/ä")).isEqualTo(Optional.empty());
        assertThat(client.searchExperiments().getItems())
                .extracting(Experiment::getName)
                .contains("Default", "client/experiment");
        assertThat(client.searchExperiments("name = 'client/experiment'").getItems()).hasSize(1);
        assertThatThrownBy(() -> client.createExperiment("client/experiment"))
                .isInstanceOf(MlflowHttpException.class)
                .hasMessageContaining("400")
                .extracting(e -> ((MlflowHttpException) e).getBodyMessage())
                .asString()
                .contains("RESOURCE_ALREADY_EXISTS");
    }

    @Test
    void logsARun() {
        RunInfo info = client.createRun();
        String id = info.getRunId();

        client.logParam(id, "factors", "16");
        client.logParam(id, "factors", "16");
        client.logMetric(id, "auc", 0.5, 10, 0);
        client.logMetric(id, "auc", 0.7, 5, 1);
        client.logMetric(id, "auc", 0.6, 99, 0);
        client.logMetric(id, "nan", Double.NaN, 1, 0);
        client.logMetric(id, "inf", Double.NEGATIVE_INFINITY, 1, 0);
        client.setTag(id, "stage", "test");
        client.logBatch(
                id,
                List.of(Metric.newBuilder().setKey("b").setValue(1.5).setTimestamp(3).build()),
                List.of(Param.newBuilder().setKey("p").setValue("").build()),
                List.of(RunTag.newBuilder().setKey("t").setValue("v").build()));
        client.setTerminated(id, RunStatus.FINISHED, 1_700_000_000_001L);

        Run run = client.getRun(id);
        assertThat(info.getArtifactUri())
                .isEqualTo("mlflow-artifacts:/0/%s/artifacts".formatted(id));
        assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.getInfo().getEndTime()).isEqualTo(1_700_000_000_001L);
        assertThat(run.getInfo().getUserId()).isEqualTo(System.getProperty("user.name"));
        assertThat(run.getData().getMetricsList())
                .extracting(Metric::getKey, Metric::getValue)
                .containsExactlyInAnyOrder(
                        tuple("auc", 0.7),
                        tuple("nan", Double.NaN),
                        tuple("inf", -Double.MAX_VALUE),
                        tuple("b", 1.5));
        assertThat(run.getData().getParamsList())
                .extracting(Param::getKey, Param::getValue)
                .containsExactlyInAnyOrder(tuple("factors", "16"), tuple("p", ""));
        assertThat(client.getMetricHistory(id, "auc"))
                .extracting(Metric::getValue)
                .containsExactly(0.7, 0.5, 0.6);
        assertThat(client.getMetricHistory(id, "never logged")).isEmpty();
    }

    @Test
    void startsAFluentRun() {
        MlflowContext context = new MlflowContext(client);

        ActiveRun run = context.startRun("fluent");
        run.logMetric("loss", 0.25);
        run.setTag("k", "v");
        run.endRun();

        Run found = client.getRun(run.getId());
        assertThat(found.getInfo().getRunName()).isEqualTo("fluent");
        assertThat(found.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(found.getData().getTagsList())
                .extracting(RunTag::getKey)
                .contains("mlflow.runName", "mlflow.user", "k");
    }

    @Test
    void searchesRunsPageByPage() {
        String experiment = client.createExperiment("client-pages");
        for (int i = 0; i < 5; i++) {
            client.createRun(experiment);
        }

        var first =
                client.searchRuns(
                        List.of(experiment),
                        "",
                        org.mlflow.api.proto.Service.ViewType.ACTIVE_ONLY,
                        2);
        var second = first.getNextPage();

        assertThat(first.getItems()).hasSize(2);
        assertThat(second.getItems()).hasSize(2).doesNotContainAnyElementsOf(first.getItems());
        assertThat(client.listRunInfos(experiment)).hasSize(5);
    }

    @Test
    void readsAModelAndItsVersions() throws Exception {
        RegistryClient http = RegistryClient.admin(port);
        http.register("client-model", "passed");
        http.register("client-model", "failed");

        ModelVersion version = client.getModelVersion("client-model", "1");

        assertThat(version.getStatus()).isEqualTo(ModelVersionStatus.READY);
        assertThat(client.getRegisteredModel("client-model").getLatestVersionsList())
                .extracting(ModelVersion::getVersion)
                .containsExactly("2");
        assertThat(client.getModelVersionDownloadUri("client-model", "1"))
                .isEqualTo(version.getSource());
        assertThat(client.searchModelVersions("name = 'client-model'").getItems())
                .extracting(ModelVersion::getVersion)
                .containsExactly("2", "1");
        assertThat(client.sendGet("registered-models/search?max_results=1"))
                .contains("registered_models");
        assertThat(client.sendPost("registered-models/create", "{\"name\":\"client-other\"}"))
                .contains("client-other");
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThatThrownBy(() -> client.getRun("0123"))
                .isInstanceOf(MlflowHttpException.class)
                .extracting(e -> ((MlflowHttpException) e).getBodyMessage())
                .asString()
                .contains("RESOURCE_DOES_NOT_EXIST", "Run with id=0123 not found");
    }
}
