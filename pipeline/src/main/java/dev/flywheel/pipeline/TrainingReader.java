package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Gate.Requirement;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `training`, `select_by` and `gate`.
final class TrainingReader {

    private final MetricReader metrics;

    TrainingReader(MetricReader metrics) {
        this.metrics = metrics;
    }

    @Nullable Training training(YamlValue value) {
        YamlMap map = value.map("a mapping with candidates");
        if (map == null) {
            return null;
        }
        map.allow("schedule", "dataset", "split", "seed", "candidates");
        YamlValue schedule = map.get("schedule");
        YamlValue dataset = map.get("dataset");
        return new Training(
                schedule == null ? null : cron(schedule),
                dataset == null ? null : last(dataset),
                map.read("split", TrainingReader::split, Defaults.SPLIT),
                map.read("seed", at -> at.integer(0, Long.MAX_VALUE), Defaults.SEED),
                map.must("candidates", "at least one candidate", this::candidates, List.of()));
    }

    private static @Nullable String cron(YamlValue value) {
        String expected = "a cron expression of five fields, such as \"0 3 * * *\"";
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        String[] fields = text.trim().split("\\s+", -1);
        boolean wellFormed = fields.length == 5;
        for (String field : fields) {
            wellFormed &= field.matches("[0-9*,/\\-A-Za-z]+");
        }
        if (!wellFormed) {
            value.expected(expected);
        }
        return text.trim();
    }

    private static @Nullable Duration last(YamlValue value) {
        YamlMap map = value.map("a mapping with last");
        if (map == null) {
            return null;
        }
        map.allow("last");
        YamlValue last = map.require("last", "how much of the past makes the dataset");
        return last == null ? null : last.duration();
    }

    private static Training.@Nullable Split split(YamlValue value) {
        YamlMap map = value.map("a mapping with by, train, validation and test");
        if (map == null) {
            return null;
        }
        map.allow("by", "train", "validation", "test", "gap");
        map.read("by", at -> at.among(List.of("time"), "a way to split"), "time");
        double train = share(map, "train");
        double validation = share(map, "validation");
        double test = share(map, "test");
        double sum = train + validation + test;
        if (map.which("train", "validation", "test").size() == 3 && Math.abs(sum - 1) > 1e-9) {
            value.note(
                    "shares that sum to " + Math.round(sum * 1e6) / 1e6,
                    "shares that sum to 1",
                    null);
        }
        return new Training.Split(
                train,
                validation,
                test,
                map.read("gap", YamlValue::duration, Defaults.SPLIT.gap()));
    }

    private static double share(YamlMap map, String key) {
        return map.must(key, "a share from 0.01 to 1", at -> at.number(0.01, 1), 0.0);
    }

    private List<Training.Candidate> candidates(YamlValue value) {
        List<Training.Candidate> candidates = new ArrayList<>();
        List<YamlValue> elements = value.list("a list of candidates");
        if (value.isList() && elements.isEmpty()) {
            value.note("an empty list", "at least one candidate", null);
        }
        for (YamlValue element : elements) {
            YamlMap map = element.map("a trainer with its hyperparameters");
            if (map == null) {
                continue;
            }
            if (map.values().size() != 1) {
                element.note(map.values().size() + " keys", "one trainer", null);
                continue;
            }
            String name = map.values().keySet().iterator().next();
            Training.Trainer trainer = metrics.trainer(map.keyAt(name));
            if (trainer != null) {
                candidates.add(
                        new Training.Candidate(
                                trainer,
                                map.read(name, at -> hyperparameters(at, trainer), Map.of())));
            }
        }
        return candidates;
    }

    private static @Nullable Map<String, Object> hyperparameters(
            YamlValue value, Training.Trainer trainer) {
        YamlMap map = value.map("a mapping of hyperparameters");
        if (map == null) {
            return null;
        }
        map.allow(
                trainer.hyperparameters().stream()
                        .map(Training.Hyperparameter::name)
                        .toArray(String[]::new));
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Training.Hyperparameter each : trainer.hyperparameters()) {
            YamlValue at = map.get(each.name());
            Number number = at == null ? null : number(at, each);
            if (number != null) {
                parameters.put(each.name(), number);
            }
        }
        return parameters;
    }

    private static @Nullable Number number(YamlValue at, Training.Hyperparameter of) {
        if (of.whole()) {
            return at.integer((long) of.least(), (long) of.most());
        }
        return at.number(of.least(), of.most());
    }

    @Nullable Gate gate(YamlValue value) {
        YamlMap map = value.map("a mapping with require, against_champion and promote");
        if (map == null) {
            return null;
        }
        map.allow("require", "against_champion", "promote");
        List<Requirement> requirements = new ArrayList<>();
        YamlValue require = map.get("require");
        if (require != null) {
            for (YamlValue element : require.list("a list of requirements")) {
                Requirement requirement = requirement(element);
                if (requirement != null) {
                    requirements.add(requirement);
                }
            }
        }
        YamlValue against = map.get("against_champion");
        return new Gate(
                requirements,
                against == null ? null : againstChampion(against),
                map.read(
                        "promote",
                        at -> at.among(Gate.Promote.values(), TrainingReader::word, "who promotes"),
                        Gate.Promote.MANUAL));
    }

    private @Nullable Requirement requirement(YamlValue value) {
        YamlMap map = value.map("a mapping with metric and a limit");
        if (map == null) {
            return null;
        }
        map.allow("metric", "at_least", "at_most", "better_than");
        Metric metric = map.must("metric", "a metric", metrics::metric, Defaults.METRIC);
        List<String> which = map.which("at_least", "at_most", "better_than");
        if (which.size() != 1) {
            String found = which.isEmpty() ? "no limit" : String.join(" and ", which);
            value.note(found, "one of at_least, at_most, better_than", null);
            return null;
        }
        return switch (which.getFirst()) {
            case "at_least" -> new Requirement.AtLeast(metric, limit(map, "at_least"));
            case "at_most" -> new Requirement.AtMost(metric, limit(map, "at_most"));
            default ->
                    new Requirement.BetterThan(
                            metric,
                            map.read("better_than", metrics::baseline, Gate.Baseline.POPULARITY));
        };
    }

    private static double limit(YamlMap map, String key) {
        return map.read(key, at -> at.number(0, Double.POSITIVE_INFINITY), 0.0);
    }

    private Gate.@Nullable AgainstChampion againstChampion(YamlValue value) {
        YamlMap map = value.map("a mapping with metric and confidence");
        if (map == null) {
            return null;
        }
        map.allow("metric", "confidence");
        return new Gate.AgainstChampion(
                map.must("metric", "a metric", metrics::metric, Defaults.METRIC),
                map.read("confidence", at -> at.number(0.5, 0.9999), 0.95));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
