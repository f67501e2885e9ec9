package dev.flywheel.pipeline.jsonschema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pipelines that together use every mapping of the grammar.
final class Examples {

    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private Examples() {}

    /// The examples of the reference, which are one pipeline.
    static String reference() throws IOException {
        StringBuilder examples = new StringBuilder();
        Matcher matcher =
                YAML.matcher(Files.readString(Path.of("..", "docs", "pipeline-reference.md")));
        while (matcher.find()) {
            examples.append(matcher.group(1));
        }
        return examples.toString();
    }

    static List<String> all() throws IOException {
        Path pipelines = Path.of("..", "pipelines");
        return List.of(
                reference(),
                Files.readString(pipelines.resolve("click-recommendation.yaml")),
                Files.readString(pipelines.resolve("fraud-detection.yaml")),
                Files.readString(Path.of("src", "test", "resources", "everything.yaml")));
    }
}
