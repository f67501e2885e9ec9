package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.TimeUnit;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `label`: either what was chosen (`positive`), or each event's own outcome (`of`).
final class LabelReader {

    private static final Label.Negatives NEGATIVES =
            new Label.Negatives(4, "", Label.Weights.UNIFORM);
    private static final Duration WITHIN = Duration.ofMinutes(30);
    private static final String FIELD = "field";
    private static final String ELAPSED = "elapsed";

    private final Schema schema;
    private List<String> entities;

    LabelReader(Schema schema) {
        this.schema = schema;
        this.entities = List.copyOf(schema.entities().keySet());
    }

    /// The entities of the event that makes rows; all, if that is not known.
    List<String> entities() {
        return entities;
    }

    @Nullable Label label(YamlValue value) {
        YamlMap map = value.map("a mapping with positive and negatives, or with of");
        if (map == null) {
            return null;
        }
        return map.has("of") ? outcome(map) : choice(map);
    }

    private Label choice(YamlMap map) {
        map.allow("positive", "negatives", "attribute", "of");
        String positive =
                map.must(
                        "positive",
                        "the event that is a positive, or the key of",
                        this::rowEvent,
                        "");
        note(map.get("positive"), positive);
        return new Label.Choice(
                positive,
                map.must("negatives", "how negatives are drawn", this::negatives, NEGATIVES),
                map.read("attribute", LabelReader::attribution, WITHIN));
    }

    private @Nullable Label outcome(YamlMap map) {
        map.allow("of", "positive_when", "value_when");
        String event = map.read("of", this::rowEvent, "");
        note(map.get("of"), event);
        List<String> which = map.which("positive_when", "value_when");
        if (which.size() != 1) {
            // A key that nobody knows is told already, and may be one of them misspelt.
            if (map.values().size() != 2) {
                map.self()
                        .note(
                                which.isEmpty() ? "no answer" : String.join(" and ", which),
                                "one of positive_when, value_when",
                                null);
            }
            return null;
        }
        YamlValue at = map.get(which.getFirst());
        YamlMap answer = at == null ? null : at.map("a mapping with event, or with where or field");
        if (answer == null || event.isEmpty()) {
            return null;
        }
        boolean isNumber = which.getFirst().equals("value_when");
        if (isNumber) {
            answer.allow("event", "same", "within", FIELD, ELAPSED);
        } else {
            answer.allow("event", "same", "within", "where");
        }
        Label.Later later = answer.has("event") ? later(answer, schema.event(event)) : null;
        if (answer.has("event") && later == null) {
            return null;
        }
        if (later == null) {
            for (String key : answer.which("same", "within")) {
                answer.keyAt(key).note(key + " without event", "the later event", null);
            }
        }
        EventSpec from = schema.event(later == null ? event : later.event());
        return isNumber
                ? new Label.Outcome(event, later, null, number(answer, from, later))
                : new Label.Outcome(event, later, where(answer, from, later), null);
    }

    private Label.@Nullable Later later(YamlMap map, EventSpec row) {
        String event = map.read("event", at -> at.among(schema.events().keySet(), "an event"), "");
        if (event.isEmpty()) {
            return null;
        }
        List<String> common = new ArrayList<>(CelReader.namesOf(schema, row).keySet());
        common.retainAll(CelReader.namesOf(schema, schema.event(event)).keySet());
        List<String> same = new ArrayList<>();
        YamlValue list = map.require("same", "the key same: the key or field that both have");
        if (list != null) {
            String what = "a key or field of %s and %s".formatted(row.name(), event);
            for (YamlValue element : list.oneOrMore()) {
                String name = element.among(common, what);
                if (name != null) {
                    same.add(name);
                }
            }
        }
        Duration within =
                map.must(
                        "within",
                        "how long the answer may take, such as 7d",
                        YamlValue::duration,
                        Duration.ofDays(1));
        return new Label.Later(event, same, within);
    }

    private @Nullable CelExpression where(
            YamlMap map, EventSpec from, Label.@Nullable Later later) {
        YamlValue at = map.get("where");
        if (at == null && later == null) {
            map.self()
                    .note("neither event nor where", "a later event, or a where of its own", null);
        }
        return at == null
                ? null
                : CelReader.condition(
                        at,
                        CelReader.namesOf(schema, from),
                        "the keys and fields of " + from.name());
    }

    private static Label.Quantity number(YamlMap map, EventSpec from, Label.@Nullable Later later) {
        if (map.has(ELAPSED)) {
            if (map.has(FIELD)) {
                map.keyAt(ELAPSED).note("both field and elapsed", "one of them", null);
            }
            if (later == null) {
                map.keyAt(ELAPSED).note("elapsed without event", "the later event", null);
            }
            TimeUnit unit =
                    map.read(
                            ELAPSED,
                            at -> at.among(TimeUnit.values(), TimeUnit::word, "a unit of time"),
                            TimeUnit.SECONDS);
            return new Label.Quantity.Elapsed(unit);
        }
        List<String> numbers =
                from.fields().entrySet().stream()
                        .filter(field -> field.getValue().isNumeric())
                        .map(Map.Entry<String, ValueType>::getKey)
                        .toList();
        String what = "a number or integer of " + from.name();
        String expected = what + ", or the key elapsed";
        return new Label.Quantity.OfField(
                map.must(FIELD, expected, at -> at.among(numbers, what), ""));
    }

    private @Nullable String rowEvent(YamlValue at) {
        List<String> offered =
                schema.events().values().stream()
                        .filter(event -> event.join() == null && !event.entities().isEmpty())
                        .map(EventSpec::name)
                        .toList();
        return at.among(schema.events().keySet(), offered, "an event");
    }

    private void note(@Nullable YamlValue at, String event) {
        if (at == null || event.isEmpty()) {
            return;
        }
        EventSpec spec = schema.event(event);
        entities = spec.entities();
        if (spec.join() != null) {
            at.note(
                    "'%s', which is joined to %s".formatted(event, spec.join().to()),
                    "an event with entities of its own",
                    null);
        } else if (entities.isEmpty()) {
            at.note("'%s', which is about no entity".formatted(event), "an event about one", null);
        }
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
                        at -> at.among(entities, "an entity of the positive event"),
                        ""),
                map.read(
                        "weights",
                        at ->
                                at.among(
                                        Label.Weights.values(),
                                        constant -> constant.name().toLowerCase(Locale.ROOT),
                                        "weights"),
                        Label.Weights.UNIFORM));
    }

    private static @Nullable Duration attribution(YamlValue value) {
        YamlMap map = value.map("a mapping with by and within");
        if (map == null) {
            return null;
        }
        map.allow("by", "within");
        YamlValue by = map.get("by");
        if (by != null) {
            by.oneOrMore().forEach(at -> at.among(List.of("prediction_id"), "a way to meet"));
        }
        return map.read("within", YamlValue::duration, WITHIN);
    }
}
