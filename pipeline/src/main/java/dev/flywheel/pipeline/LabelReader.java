package dev.flywheel.pipeline;

import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `label`, `evaluation` and `serving`, which say what is asked of the model.
final class LabelReader {

    private static final Label.Negatives NEGATIVES =
            new Label.Negatives(4, "", Label.Weights.UNIFORM);
    private static final Label.Attribution ATTRIBUTION =
            new Label.Attribution(Duration.ofMinutes(30));

    private final Schema schema;
    private final FeatureReader features;
    private List<String> positiveEntities;

    LabelReader(Schema schema, FeatureReader features) {
        this.schema = schema;
        this.features = features;
        this.positiveEntities = List.copyOf(schema.entities().keySet());
    }

    @Nullable Label label(YamlValue value) {
        YamlMap map = value.map("a mapping with positive and negatives");
        if (map == null) {
            return null;
        }
        map.allow("positive", "negatives", "attribute");
        String positive =
                map.must(
                        "positive",
                        "the event that is a positive",
                        at -> at.among(schema.events().keySet(), "an event"),
                        "");
        if (!positive.isEmpty()) {
            positiveEntities = schema.event(positive).entities();
        }
        return new Label(
                positive,
                map.must("negatives", "how negatives are drawn", this::negatives, NEGATIVES),
                map.read("attribute", LabelReader::attribution, ATTRIBUTION));
    }

    private Label.@Nullable Negatives negatives(YamlValue value) {
        YamlMap map = value.map("a mapping with sample and from");
        if (map == null) {
            return null;
        }
        map.allow("sample", "from", "weights");
        return new Label.Negatives(
                map.must(
                                "sample",
                                "how many negatives each positive gets",
                                at -> at.integer(1, 1000),
                                4L)
                        .intValue(),
                map.must(
                        "from",
                        "the entity that is exchanged",
                        at -> at.among(positiveEntities, "an entity of the positive event"),
                        ""),
                map.read(
                        "weights",
                        at -> at.among(Label.Weights.values(), LabelReader::word, "weights"),
                        Label.Weights.UNIFORM));
    }

    private static Label.@Nullable Attribution attribution(YamlValue value) {
        YamlMap map = value.map("a mapping with by and within");
        if (map == null) {
            return null;
        }
        map.allow("by", "within");
        YamlValue by = map.get("by");
        if (by != null) {
            by.oneOrMore().forEach(at -> at.among(List.of("prediction_id"), "a way to meet"));
        }
        return new Label.Attribution(map.read("within", YamlValue::duration, ATTRIBUTION.within()));
    }

    @Nullable Evaluation evaluation(YamlValue value) {
        YamlMap map = value.map("a mapping with group and candidates");
        if (map == null) {
            return null;
        }
        map.allow("group", "candidates", "known");
        Evaluation.Group group =
                map.read(
                        "group",
                        at -> at.among(Evaluation.Group.values(), LabelReader::word, "a group"),
                        Evaluation.Group.EVENT);
        Evaluation.Candidates candidates =
                map.read(
                        "candidates",
                        at ->
                                at.among(
                                        Evaluation.Candidates.values(),
                                        LabelReader::word,
                                        "candidates"),
                        Evaluation.Candidates.ALL);
        YamlValue known = map.get("known");
        return new Evaluation(group, candidates, known == null ? null : known(known));
    }

    /// Earlier events are seen in the entity's state, which only an aggregate by it makes.
    private @Nullable String known(YamlValue value) {
        String entity = value.among(positiveEntities, "an entity of the positive event");
        if (entity != null && !features.aggregateBy(entity)) {
            value.note(
                    "'" + entity + "', by which no feature aggregates",
                    "an entity with a count, mean or last by it",
                    null);
        }
        return entity;
    }

    Pipeline.@Nullable Serving serving(YamlValue value) {
        YamlMap map = value.map("a mapping with request and score");
        if (map == null) {
            return null;
        }
        map.allow("request", "score");
        List<String> request = new ArrayList<>();
        YamlValue list = map.get("request");
        if (list == null) {
            request.addAll(positiveEntities);
        } else {
            for (YamlValue element : list.list("a list of entities")) {
                String entity = element.among(positiveEntities, "an entity of the positive event");
                if (entity != null) {
                    request.add(entity);
                }
            }
            if (request.isEmpty()) {
                list.note("no entity", "at least one entity", null);
            }
        }
        String score = map.read("score", at -> at.text("a name"), "score");
        SchemaReader.checkName(map.keyAt("score"), score);
        return new Pipeline.Serving(request, score);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
