package dev.flywheel.support.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFailureAnalyzerTest {

    @TempDir Path pipelines;

    @Test
    void namesFileLineAndFieldOfATypo() throws IOException {
        Files.writeString(pipelines.resolve("shop.yaml"), "name: shop\nentitties: {}\n");
        PipelineException mistakes =
                catchThrowableOfType(PipelineException.class, () -> Pipelines.load(pipelines));

        String description =
                new PipelineFailureAnalyzer().analyze(mistakes, mistakes).getDescription();

        assertThat(description).contains("shop.yaml:2").contains("did you mean 'entities'?");
    }
}
