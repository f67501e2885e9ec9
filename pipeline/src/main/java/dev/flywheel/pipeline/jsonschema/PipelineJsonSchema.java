package dev.flywheel.pipeline.jsonschema;

import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schema (draft 2020-12) of the pipeline file.
///
/// It knows keys, words and ranges, for editors that complete and explain them. What depends on
/// other parts of the file, such as whether an entity is declared, only the reader can tell.
public final class PipelineJsonSchema {

    private PipelineJsonSchema() {}

    /// The schema's text, the same each time.
    public static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Flywheel pipeline");
        schema.putAll(pipeline());
        schema.put("$defs", Map.of(ImportSection.EXPRESSION, ImportSection.expression()));
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    private static Map<String, Object> pipeline() {
        String include = "A shared file beside this one or below it";
        return new Section("One use case: events, features, a label and how to learn it.")
                .must("name", Types.text("Also the name of the model and the prefix of topics"))
                .may("description", Types.text("What the model tells"))
                .may("default", Types.truth("Whether paths without a pipeline mean this one"))
                .may("include", Types.oneOrMore(include, Types.text(include)))
                .may("entities", Types.map("Entities by name.", entity()))
                .may("events", Types.map("Events by name.", event()))
                .may("features", FeatureSection.schema())
                .may(
                        "accept",
                        new Section("Event times that are taken, seen from now.")
                                .may("past", Types.duration("How old"))
                                .may("future", Types.duration("How far ahead"))
                                .schema())
                .may("lateness", Types.duration("How far the watermark stays behind"))
                .must("label", ModelSections.label())
                .may("expectations", ExpectationSection.schema())
                .must("training", ModelSections.training())
                .may("evaluation", ModelSections.evaluation())
                .must("select_by", ModelSections.metric())
                .may("gate", ModelSections.gate())
                .may("serving", ModelSections.serving())
                .may("monitoring", ModelSections.monitoring())
                .may("imports", ImportSection.schema())
                .schema();
    }

    private static Map<String, Object> entity() {
        return new Section("Something that events are about.")
                .must("key", Types.text("The member of an event that names one"))
                .may("attributes", types("Reference data"))
                .schema();
    }

    private static Map<String, Object> event() {
        return new Section("Something that happens.")
                .may("entities", Types.list("What it is about", Types.text("An entity")))
                .may("join", join())
                .oneOf(List.of("entities", "join"))
                .may("fields", types("Its own fields"))
                .schema();
    }

    private static Map<String, Object> join() {
        return new Section("The event whose entities it is about.")
                .must("to", Types.text("The event"))
                .must("on", Types.text("The field in which both are equal"))
                .must("within", Types.duration("How long before it that event may have been"))
                .schema();
    }

    private static Map<String, Object> types(String description) {
        return Types.map(
                description,
                Types.words(
                        "A type", Arrays.stream(ValueType.values()).map(ValueType::word).toList()));
    }
}
