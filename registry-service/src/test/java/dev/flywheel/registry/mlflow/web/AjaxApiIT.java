package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// MLflow's other name for its paths.
@RegistryIntegrationTest
class AjaxApiIT {

    private static final String TWIN = "/ajax-api/2.0/";

    @LocalServerPort int port;

    @Test
    void answersAsTheApiDoes() {
        RegistryClient registry = RegistryClient.admin(port);
        String run = registry.startRun();
        String file = "mlflow-artifacts/artifacts/0/%s/artifacts/a%%20b.txt".formatted(run);

        Answer found = registry.send("GET", TWIN + "mlflow/runs/get?run_id=" + run, new byte[0]);
        Answer searched =
                registry.send(
                        "POST",
                        TWIN + "mlflow/runs/search",
                        Json.bytes(
                                Map.of(
                                        "experiment_ids",
                                        "0",
                                        "filter",
                                        "run_id = '%s'".formatted(run))));
        registry.send("PUT", TWIN + file, "told".getBytes(StandardCharsets.UTF_8));

        assertThat(found.text()).isEqualTo(registry.get("runs/get?run_id=" + run).text());
        assertThat(searched.json().path("runs").size()).isEqualTo(1);
        assertThat(registry.send("GET", TWIN + file, new byte[0]).text()).isEqualTo("told");
        assertThat(registry.download("0/%s/artifacts/a%%20b.txt".formatted(run)).text())
                .isEqualTo("told");
        assertThat(registry.send("GET", TWIN + "mlflow/no/such", new byte[0]).error())
                .isEqualTo(registry.get("no/such").error());
    }

    @Test
    void asksForTheSameScopes() {
        RegistryClient reader = RegistryClient.withScopes(port, "models:read");
        RegistryClient writer = RegistryClient.withScopes(port, "models:write");
        byte[] name = Json.bytes(Map.of("name", "by-ajax"));

        assertThat(
                        new RegistryClient(port, "")
                                .send("GET", TWIN + "mlflow/runs/get?run_id=a", new byte[0])
                                .status())
                .isEqualTo(401);
        assertThat(reader.send("POST", TWIN + "mlflow/registered-models/create", name).error())
                .isEqualTo(reader.post("registered-models/create", Map.of()).error());
        assertThat(writer.send("GET", TWIN + "mlflow/webhooks", new byte[0]).error())
                .startsWith("403 PERMISSION_DENIED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ajax-api/2.0/../../models/x",
                "/ajax-api/2.0/%2e%2e/2.0/mlflow/webhooks",
                "/ajax-api/2.0/..;/2.0/mlflow/webhooks",
                "/ajax-api/2.0//mlflow/webhooks",
                "/%61jax-api/2.0/mlflow/webhooks"
            })
    void opensNoWayAroundThem(String path) {
        RegistryClient reader = RegistryClient.withScopes(port, "runs:read");

        assertThat(reader.send("GET", path, new byte[0]).status()).isBetween(400, 404);
    }
}
