package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.tracking.MlflowHttpException;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The job that docs/ci.md shows does what the page says.
@RegistryIntegrationTest
class MlflowJobIT {

    private static final String SOURCE =
            "src/test/java/dev/flywheel/registry/mlflow/web/MlflowJob.java";

    @LocalServerPort int port;
    @TempDir Path folder;

    @Test
    void meetsTheGate() {
        RegistryClient registry = RegistryClient.admin(port);
        registry.register("job", "failed");
        registry.register("job", "passed");

        try (MlflowJob job = job("models:read", "models:write", "models:promote");
                MlflowJob unentitled = job("models:read", "models:write")) {
            assertThatThrownBy(() -> job.promote("job", "1"))
                    .isInstanceOfSatisfying(
                            MlflowHttpException.class,
                            refused ->
                                    assertThat(refused.getStatusCode() + refused.getBodyMessage())
                                            .startsWith("409")
                                            .contains("RESOURCE_CONFLICT", "auc 0.61 is below"));
            assertThatThrownBy(() -> unentitled.promote("job", "2"))
                    .isInstanceOfSatisfying(
                            MlflowHttpException.class,
                            refused ->
                                    assertThat(refused.getStatusCode() + refused.getBodyMessage())
                                            .startsWith("403")
                                            .contains("PERMISSION_DENIED"));
            job.promote("job", "2");
            assertThat(job.metrics("job", "2")).isEmpty();
        }

        assertThat(champion("job")).isEqualTo("2");
    }

    @Test
    void registersWhatWasTrainedElsewhereAndCanNotPromoteIt()
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("model.bin"), "a model");

        try (MlflowJob job = job("models:read", "models:write", "models:promote")) {
            job.register("elsewhere", file);

            assertThat(job.metrics("elsewhere", "1")).containsEntry("auc", 0.81);
            assertThatThrownBy(() -> job.promote("elsewhere", "1"))
                    .isInstanceOfSatisfying(
                            MlflowHttpException.class,
                            refused ->
                                    assertThat(refused.getStatusCode() + refused.getBodyMessage())
                                            .startsWith("409")
                                            .contains("RESOURCE_CONFLICT"));
        }

        assertThat(champion("elsewhere")).isEmpty();
    }

    @Test
    void isShownWordForWord() throws IOException {
        String source = Files.readString(Path.of(SOURCE));
        String shown = source.substring(source.indexOf("final class MlflowJob"));

        assertThat(Files.readString(Path.of("..", "docs", "ci.md"))).contains(shown);
    }

    private MlflowJob job(String... scopes) {
        return new MlflowJob("http://localhost:" + port, TestTokens.token(scopes));
    }

    private String champion(String model) {
        return RegistryClient.admin(port)
                .send("GET", "/models/" + model, new byte[0])
                .json()
                .at("/aliases/champion")
                .asString("");
    }
}
