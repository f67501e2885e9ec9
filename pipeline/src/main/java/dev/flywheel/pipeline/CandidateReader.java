package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Choice;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Hyperparameter;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `candidates` and `search`.
final class CandidateReader {

    private static final String SCALE = "scale";

    private final MetricReader metrics;
    private final boolean searched;
    private boolean open;

    /// @param searched whether there is a search, so that values may be left open
    CandidateReader(MetricReader metrics, boolean searched) {
        this.metrics = metrics;
        this.searched = searched;
    }

    List<Candidate> candidates(YamlValue value) {
        List<Candidate> candidates = new ArrayList<>();
        List<YamlValue> elements = value.list("a list of candidates");
        if (value.isList() && elements.isEmpty()) {
            value.note("an empty list", "at least one candidate", null);
        }
        for (YamlValue element : elements) {
            Candidate candidate = candidate(element);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private @Nullable Candidate candidate(YamlValue element) {
        YamlMap map = element.map("a trainer with its hyperparameters");
        if (map == null) {
            return null;
        }
        if (map.values().size() != 1) {
            element.note(map.values().size() + " keys", "one trainer", null);
            return null;
        }
        String name = map.values().keySet().iterator().next();
        Training.Trainer trainer = metrics.trainer(map.keyAt(name));
        if (trainer == null) {
            return null;
        }
        Candidate plain = new Candidate(trainer, Map.of());
        return map.read(name, at -> hyperparameters(at, trainer), plain);
    }

    private @Nullable Candidate hyperparameters(YamlValue value, Training.Trainer trainer) {
        YamlMap map = value.map("a mapping of hyperparameters");
        if (map == null) {
            return null;
        }
        map.allow(
                trainer.hyperparameters().stream()
                        .map(Hyperparameter::name)
                        .toArray(String[]::new));
        Map<String, Object> parameters = new LinkedHashMap<>();
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (Hyperparameter each : trainer.hyperparameters()) {
            YamlValue at = map.get(each.name());
            if (at == null) {
                continue;
            }
            if (at.isList() || at.isMap()) {
                Choice choice = choice(at, each);
                if (choice != null) {
                    choices.put(each.name(), choice);
                }
                continue;
            }
            Number number = number(at, each);
            if (number != null) {
                parameters.put(each.name(), number);
            }
        }
        return new Candidate(trainer, parameters, choices);
    }

    private @Nullable Choice choice(YamlValue at, Hyperparameter of) {
        open = true;
        if (!searched) {
            at.expected("one value, or the key search in training, which tries several");
            return null;
        }
        return at.isList() ? oneOf(at, of) : range(at, of);
    }

    private static @Nullable Choice oneOf(YamlValue at, Hyperparameter of) {
        List<Number> values = new ArrayList<>();
        List<YamlValue> elements = at.list("a list of values");
        if (elements.isEmpty()) {
            at.note("an empty list", "at least one value", null);
        }
        for (YamlValue element : elements) {
            Number value = number(element, of);
            if (value != null && values.contains(value)) {
                element.note(element.found() + " again", "each value once", null);
            } else if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? null : new Choice.OneOf(values);
    }

    private static @Nullable Choice range(YamlValue at, Hyperparameter of) {
        YamlMap map = at.map("a range");
        if (map == null) {
            return null;
        }
        map.allow("from", "to", SCALE);
        YamlValue first = map.require("from", "where the range begins");
        YamlValue last = map.require("to", "where the range ends");
        String scale =
                map.read(SCALE, word -> word.among(List.of("linear", "log"), "a scale"), "linear");
        Number from = first == null ? null : number(first, of);
        Number to = last == null ? null : number(last, of);
        if (from == null || to == null || last == null) {
            return null;
        }
        if (from.doubleValue() >= to.doubleValue()) {
            last.expected("more than from, " + from);
            return null;
        }
        boolean log = scale.equals("log");
        if (log && from.doubleValue() <= 0) {
            map.keyAt(SCALE).note("log of a range from " + from, "a range from above 0", null);
            return null;
        }
        return of.whole()
                ? new Choice.Whole(from.longValue(), to.longValue(), log)
                : new Choice.Between(from.doubleValue(), to.doubleValue(), log);
    }

    private static @Nullable Number number(YamlValue at, Hyperparameter of) {
        if (of.whole()) {
            return at.integer((long) of.least(), (long) of.most());
        }
        return at.number(of.least(), of.most());
    }

    /// Read it after the candidates, of which one must leave a value open.
    Training.@Nullable Search search(YamlValue value) {
        YamlMap map = value.map("a mapping with trials");
        if (map == null) {
            return null;
        }
        map.allow("trials", "limit");
        YamlValue limit = map.get("limit");
        long trials = map.must("trials", "how many to draw", at -> at.integer(1, 500), 1L);
        if (!open) {
            value.note(
                    "a search of candidates that leave nothing open",
                    "a list or a range for a hyperparameter, such as epochs: [2, 5]",
                    null);
        }
        return new Training.Search((int) trials, limit == null ? null : limit.duration());
    }
}
