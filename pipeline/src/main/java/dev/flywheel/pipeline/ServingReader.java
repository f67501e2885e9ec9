package dev.flywheel.pipeline;

import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `evaluation` and `serving`, which say what is asked of the model.
final class ServingReader {

    private static final String OF_LABEL = "an entity of the event that the label is about";

    /// What an answer has besides the score and the keys of the request.
    private static final List<String> OF_ANSWER =
            List.of(
                    "model",
                    "version",
                    "prediction_id",
                    "request_id",
                    "warnings",
                    "decision",
                    "threshold");

    private final Schema schema;
    private final FeatureReader features;
    private final LabelReader labels;

    ServingReader(Schema schema, FeatureReader features, LabelReader labels) {
        this.schema = schema;
        this.features = features;
        this.labels = labels;
    }

    @Nullable Evaluation evaluation(YamlValue value) {
        YamlMap map = value.map("a mapping with group and candidates");
        if (map == null) {
            return null;
        }
        map.allow("group", "candidates", "known", "by", "per", "cost", "slices");
        Evaluation.Group group =
                map.read(
                        "group",
                        at -> at.among(Evaluation.Group.values(), ServingReader::word, "a group"),
                        Evaluation.Group.EVENT);
        Evaluation.Candidates candidates =
                map.read(
                        "candidates",
                        at ->
                                at.among(
                                        Evaluation.Candidates.values(),
                                        ServingReader::word,
                                        "candidates"),
                        Evaluation.Candidates.ALL);
        YamlValue known = map.get("known");
        YamlValue slices = map.get("slices");
        return new Evaluation(
                group,
                candidates,
                known == null ? null : known(known),
                MetricReader.by(map, labels.entities(), OF_LABEL),
                MetricReader.cost(map),
                slices == null ? null : slices(slices));
    }

    private List<String> slices(YamlValue value) {
        List<String> slices = new ArrayList<>();
        for (YamlValue element : value.list("a list of features")) {
            String feature = element.among(features.names(), "a feature");
            if (feature == null) {
                continue;
            }
            if (features.isNumber(feature)) {
                element.note("the number '" + feature + "'", "a feature that is a category", null);
            } else if (slices.contains(feature)) {
                element.note("'" + feature + "' twice", "each feature once", null);
            }
            slices.add(feature);
        }
        if (slices.size() > Evaluation.MOST_SLICES) {
            String most = "at most %d features".formatted(Evaluation.MOST_SLICES);
            value.note(slices.size() + " features", most, null);
        }
        return slices;
    }

    /// Earlier events are seen in the entity's state, which only an aggregate by it makes.
    private @Nullable String known(YamlValue value) {
        String entity = value.among(labels.entities(), OF_LABEL);
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
            request.addAll(labels.entities());
        } else {
            for (YamlValue element : list.list("a list of entities")) {
                String entity = element.among(labels.entities(), OF_LABEL);
                if (entity != null) {
                    request.add(entity);
                }
            }
            if (request.isEmpty()) {
                list.note("no entity", "at least one entity", null);
            }
        }
        String score = map.read("score", at -> at.text("a name"), "score");
        YamlValue at = map.get("score");
        SchemaReader.checkName(map.keyAt("score"), score);
        checkScore(at == null ? value : at, score);
        return new Pipeline.Serving(request, score);
    }

    /// Notes a name that an answer has already for something else.
    void checkScore(YamlValue at, String score) {
        List<String> keys = schema.keysOf(List.copyOf(schema.entities().keySet()));
        if (OF_ANSWER.contains(score) || keys.contains(score)) {
            List<String> taken = new ArrayList<>(OF_ANSWER);
            taken.addAll(keys);
            at.note(
                    "the score '%s', as which answers tell something else".formatted(score),
                    "a name for the score that is none of " + String.join(", ", taken),
                    null);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
