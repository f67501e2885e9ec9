package dev.flywheel.training.execution;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.fold.ChoiceRows;
import dev.flywheel.pipeline.fold.LabelledRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;

/// The real shop's first clicks and their negatives, as rows of click-recommendation.
final class ClickRows {

    private static final Path PIPELINES = Path.of("../pipelines");
    private static final Path DATA = PIPELINES.resolve("data/clothing-shop-clicks");

    private ClickRows() {}

    static Pipeline pipeline() {
        return PipelineReader.read(PIPELINES.resolve("click-recommendation.yaml"));
    }

    /// The rows of that many clicks, five a click, in place order.
    static List<LabelledRow> of(Pipeline pipeline, int clicks) throws IOException {
        ChoiceRows fold = new ChoiceRows(pipeline);
        for (String line : Files.readAllLines(DATA.resolve("entities/item.ndjson"))) {
            fold.apply(item(Json.MAPPER.readTree(line)));
        }
        List<LabelledRow> rows = new ArrayList<>();
        for (Event click : clicks(clicks)) {
            rows.addAll(fold.rows(click));
            fold.apply(click);
        }
        return rows;
    }

    private static EntityVersion item(JsonNode item) {
        Map<String, Object> attributes = new HashMap<>();
        item.path("attributes")
                .forEachEntry((name, value) ->
                        attributes.put(
                                name, value.isNumber() ? value.asDouble() : value.asString()));
        return new EntityVersion(
                "item",
                item.path("key").asString(),
                Instant.parse(item.path("valid_from").asString()),
                attributes);
    }

    private static List<Event> clicks(int size) throws IOException {
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(DATA.resolve("clicks-2008.zip")))) {
            zip.getNextEntry();
            return new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .limit(size)
                    .map(ClickRows::click)
                    .sorted(Comparator.comparing(Event::place))
                    .toList();
        }
    }

    private static Event click(String line) {
        String[] row = line.split(";", -1);
        LocalDate day =
                LocalDate.of(
                        Integer.parseInt(row[0]),
                        Integer.parseInt(row[1]),
                        Integer.parseInt(row[2]));
        long order = Long.parseLong(row[3]);
        return new Event(
                row[5] + "-" + order,
                "click",
                day.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(20 * order),
                null,
                Map.of("user_id", row[5], "item_id", row[7], "order", order));
    }
}
