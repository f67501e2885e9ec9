package dev.flywheel.pipeline.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flywheel.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class PipelineJsonSchemaTest {

    private static final Path PIPELINES = Path.of("..", "pipelines");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(PipelineJsonSchema.text());

    @ParameterizedTest
    @ValueSource(strings = {"click-recommendation.yaml", "fraud-detection.yaml"})
    void takesTheShippedPipelines(String file) throws IOException {
        assertThat(mistakes(Files.readString(PIPELINES.resolve(file)))).isEmpty();
    }

    @Test
    void takesTheReference() throws IOException {
        assertThat(mistakes(Examples.reference())).isEmpty();
    }

    @Test
    void isWhatTheFileBesideThePipelinesSays() throws IOException {
        assertThat(PIPELINES.resolve("pipeline.schema.json"))
                .as("write it anew: ./flywheel schema > pipelines/pipeline.schema.json")
                .hasContent(PipelineJsonSchema.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'user_clicks:      { count: click' | 'user_clicks:      { cuont: click'",
                "'fields: { order: integer'         | 'fields: { order: intger'",
                "'window: 7d'                       | 'window: 7 days'",
                "'sample: 4'                        | 'sample: 0'",
                "'mostly: 0.99'                     | 'mostly: 99'",
                "'by: user, per: 1d'                | 'by: user, pr: 1d'",
            })
    void findsWhatIsWrong(String right, String wrong) throws IOException {
        String reference = Examples.reference();
        assertThat(reference).contains(right);

        assertThat(mistakes(reference.replace(right, wrong))).isNotEmpty();
    }

    private List<String> mistakes(String yaml) {
        Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(Json.MAPPER.writeValueAsString(value), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
