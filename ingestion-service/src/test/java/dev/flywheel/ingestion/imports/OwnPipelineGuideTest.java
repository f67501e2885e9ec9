package dev.flywheel.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.ingestion.Clicks;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The guide from CSV files to a model: its pipeline file is one, and reads the files that it
/// shows.
class OwnPipelineGuideTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Pattern FILE =
            Pattern.compile("(?ms)^`([a-z]+\\.csv)`,(?:(?!```).)*```csv\n(.*?)```");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static final Pattern REQUEST = Pattern.compile("(?s)/predict -d '\\s*(\\{.*?})'");
    private static final Pattern QUESTION = Pattern.compile("/features\\?(.*?)(?:&as_of=.*)?'");

    private final String guide;
    private final Pipeline pipeline;

    @TempDir Path folder;

    OwnPipelineGuideTest() throws IOException {
        guide = Files.readString(Path.of("..", "docs", "your-own-pipeline.md"));
        pipeline = PipelineReader.read(blocks(YAML).getFirst().group(1), "guide.yaml");
    }

    @Test
    void showsEveryFileThatItImports() {
        assertThat(files().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        pipeline.imports().values().stream()
                                .map(spec -> Objects.requireNonNull(spec.path()))
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"depots", "dispatches", "deliveries"})
    void takesEveryRowOfItsFiles(String name) throws IOException {
        assertThat(rows(name))
                .hasSize(2)
                .allSatisfy(outcome ->
                        assertThat(outcome).isInstanceOf(RowTarget.Outcome.Accepted.class));
    }

    @Test
    void makesOfRowsWhatTheyMean() throws IOException {
        EntityVersion depot = accepted("depots", EntityVersion.class).getFirst();
        List<Event> dispatches = accepted("dispatches", Event.class);
        List<Event> deliveries = accepted("deliveries", Event.class);

        assertThat(depot.attributes()).containsEntry("capacity", 1200.0);
        assertThat(dispatches.getFirst().eventTime()).isEqualTo("2026-03-05T13:07:00Z");
        assertThat(dispatches.getFirst().values())
                .containsEntry("weight_kg", 3.75)
                .containsEntry("express", true);
        assertThat(dispatches.getLast().values()).doesNotContainKey("weight_kg");
        assertThat(deliveries)
                .extracting(Event::eventTime)
                .containsExactly(
                        Instant.ofEpochSecond(1_772_805_600), Instant.ofEpochSecond(1_772_899_200));
    }

    @Test
    void hasOtherLabelsThatCanBeRead() {
        List<MatchResult> all = blocks(YAML);
        String file = all.getFirst().group(1);

        assertThat(all).hasSizeGreaterThan(1);
        for (MatchResult other : all.subList(1, all.size())) {
            Pipeline read = PipelineReader.read(replaced(file, other.group(1)), "guide.yaml");

            assertThat(read.label()).isNotEqualTo(pipeline.label());
        }
    }

    @Test
    void asksWithTheKeysAndFieldsThatThereAre() throws IOException {
        JsonNode request = Json.MAPPER.readTree(blocks(REQUEST).getFirst().group(1));
        Set<String> known = new HashSet<>(pipeline.schema().event("dispatch").fields().keySet());
        pipeline.entities().values().forEach(entity -> known.add(entity.key()));
        known.add("event_time");

        assertThat(known).containsAll(request.propertyNames());
        assertThat(blocks(QUESTION))
                .hasSize(2)
                .allSatisfy(question ->
                        assertThat(question.group(1).replaceAll("=[^&]*", "").split("&"))
                                .containsExactlyInAnyOrderElementsOf(pipeline.entities().keySet()));
    }

    /// The file with its sections exchanged for those of the same name.
    private static String replaced(String file, String sections) {
        String replaced = file;
        for (String section : sections.split("(?m)^(?=[a-z_]+:)")) {
            String key = section.substring(0, Math.max(0, section.indexOf(':')));
            if (!key.isEmpty()) {
                Pattern old = Pattern.compile("(?ms)^" + key + ":.*?(?=^[a-z_#]|\\z)");
                assertThat(old.matcher(replaced).find()).as(key).isTrue();
                replaced = old.matcher(replaced).replaceFirst(Matcher.quoteReplacement(section));
            }
        }
        return replaced;
    }

    private <T> List<T> accepted(String name, Class<T> type) throws IOException {
        List<T> accepted = new ArrayList<>();
        for (RowTarget.Outcome outcome : rows(name)) {
            if (outcome instanceof RowTarget.Outcome.Accepted(var message)) {
                accepted.add(Json.MAPPER.readValue(message.value(), type));
            }
        }
        return accepted;
    }

    private List<RowTarget.Outcome> rows(String name) throws IOException {
        ImportSpec spec = Objects.requireNonNull(pipeline.imports().get(name));
        String path = Objects.requireNonNull(spec.path());
        Path file = Files.writeString(folder.resolve(path), files().getOrDefault(path, ""));
        List<RowTarget.Outcome> outcomes = new ArrayList<>();
        try (Rows rows = Rows.open(new SourceFile(file, path), spec)) {
            RowTarget target = target(ImportPlan.of(pipeline.schema(), spec, rows));
            for (Row row : rows.next(100)) {
                outcomes.add(target.take(row));
            }
        }
        return outcomes;
    }

    private RowTarget target(ImportPlan plan) {
        IngestionProperties properties = Clicks.properties(Map.of());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Quarantine quarantine = new Quarantine(clock, properties);
        return switch (plan.spec().target()) {
            case Target.Events(EventSpec event) ->
                    new EventTarget(
                            pipeline,
                            plan,
                            event,
                            "import",
                            row -> event.name() + row.number(),
                            new EventChecks(Pipelines.of(pipeline), clock, properties),
                            quarantine);
            case Target.Versions(EntitySpec entity) ->
                    new EntityTarget(pipeline, plan, entity, "import", quarantine, NOW);
        };
    }

    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        blocks(FILE).forEach(block -> files.put(block.group(1), block.group(2)));
        return files;
    }

    private List<MatchResult> blocks(Pattern pattern) {
        return pattern.matcher(guide).results().toList();
    }
}
