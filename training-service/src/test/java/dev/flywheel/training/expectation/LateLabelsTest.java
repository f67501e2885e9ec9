package dev.flywheel.training.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LateLabelsTest {

    private static final Path PIPELINES = Path.of("src/test/resources/pipelines");

    @Test
    void warnsWhereAnswersComeLaterThanTheGap() throws IOException {
        assertThat(LateLabels.warning(pipeline("payments.yaml", "gap: 2d")))
                .hasValueSatisfying(warning ->
                        assertThat(warning)
                                .startsWith(
                                        "Answers may come 7d after their rows, and split.gap is 2d: ")
                                .endsWith("; gap: 7d leaves them out"));
        assertThat(LateLabels.warning(pipeline("hurried.yaml", "")))
                .hasValueSatisfying(warning -> assertThat(warning).contains("split.gap is none: "));
    }

    @Test
    void isSilentWhereTheGapIsLongEnoughOrChoicesAreLearned() throws IOException {
        assertThat(LateLabels.warning(pipeline("payments.yaml", "gap: 7d"))).isEmpty();
        assertThat(LateLabels.warning(pipeline("clicks.yaml", ""))).isEmpty();
    }

    private static Pipeline pipeline(String file, String gap) throws IOException {
        String yaml = Files.readString(PIPELINES.resolve(file));
        return PipelineReader.read(gap.isEmpty() ? yaml : yaml.replace("gap: 2d", gap), file);
    }
}
