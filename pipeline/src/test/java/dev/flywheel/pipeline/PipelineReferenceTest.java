package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The examples of the reference, one after the other, are a pipeline.
class PipelineReferenceTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile("`(sql: (?:\".*?\"|\\{.*?}))");

    private final String reference;

    PipelineReferenceTest() throws IOException {
        reference = Files.readString(Path.of("..", "docs", "pipeline-reference.md"));
    }

    @Test
    void hasExamplesThatCanBeRead() {
        Pipeline pipeline =
                PipelineReader.read(examples(), "pipeline-reference.md", new DuckDbCheck());

        assertThat(pipeline.features()).hasSize(8);
        assertThat(pipeline.monitoring().retrain()).isNotNull();
    }

    @Test
    void hasSqlThatCanBeRead() {
        String families = reference.substring(reference.indexOf("### How to say it"));
        List<String> all =
                SQL.matcher(families)
                        .results()
                        .map(found -> found.group(1).replace("\\|", "|"))
                        .toList();
        String rules =
                all.stream().map(sql -> "    - { " + sql + " }\n").collect(Collectors.joining());
        String file = examples().replace("  dataset:\n", "  dataset:\n" + rules);

        Pipeline pipeline = PipelineReader.read(file, "pipeline-reference.md", new DuckDbCheck());

        assertThat(all).hasSizeGreaterThan(10);
        assertThat(pipeline.expectations().dataset()).hasSizeGreaterThan(all.size());
    }

    private String examples() {
        return EXAMPLE.matcher(reference)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining());
    }

    @Test
    void namesEveryExpectation() {
        for (Aggregate statistic : Aggregate.values()) {
            assertThat(reference).contains("`" + statistic.word() + "`");
        }
        for (Divergence measure : Divergence.values()) {
            assertThat(reference).contains("| `" + measure.word() + "` | ");
        }
        assertThat(DatasetRuleReader.CHECKS)
                .allSatisfy(check -> assertThat(reference).contains("`" + check + "`"));
        assertThat(EventRuleReader.RULES)
                .allSatisfy(rule -> assertThat(reference).contains("| `" + rule + "` | `{ "));
    }

    @Test
    void namesEveryFunction() {
        assertThat(CelExpression.functions())
                .allSatisfy(
                        each -> assertThat(reference).containsPattern("`[^`]*" + each + "[(`]"));
    }

    @Test
    void namesEveryMetricAndTrainer() {
        for (Metric.Kind metric : Metric.Kind.values()) {
            assertThat(reference).contains("`" + metric.word() + (metric.ranks() ? "@k`" : "`"));
        }
        for (Training.Trainer trainer : Training.Trainer.values()) {
            assertThat(reference).contains("| `" + trainer.word() + "` | ");
            trainer.hyperparameters()
                    .forEach(each -> assertThat(reference).contains("`" + each.name() + "`"));
        }
    }
}
