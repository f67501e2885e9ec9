package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BrokenPipelineIT {

    @TempDir Path pipelines;

    @Test
    void doesNotStartAndNamesTheMistake(CapturedOutput output) throws IOException {
        String clicks = Files.readString(Clicks.DIRECTORY.resolve("clicks.yaml"));
        Files.writeString(
                pipelines.resolve("clicks.yaml"), clicks.replace("cooldown: 1h", "cooldwon: 1h"));
        int line = clicks.substring(0, clicks.indexOf("cooldown")).split("\n", -1).length;

        TestPostgres.Database database = TestPostgres.create("ingestion");

        assertThatException()
                .isThrownBy(() ->
                        new SpringApplication(IngestionApplication.class)
                                .run(
                                        "--server.port=0",
                                        "--spring.datasource.url=" + database.url(),
                                        "--spring.datasource.username=" + database.user(),
                                        "--spring.datasource.password=" + database.password(),
                                        "--spring.kafka.bootstrap-servers=localhost:1",
                                        "--flywheel.jwt.public-key=" + TestTokens.publicKeyFile(),
                                        "--flywheel.pipelines=" + pipelines));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("clicks.yaml:" + line + ":")
                .contains("monitoring.retrain.cooldwon: found unknown key 'cooldwon'")
                .contains("did you mean 'cooldown'?")
                .contains("./flywheel validate FILE");
    }
}
