package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Gate.Requirement;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        map.allow("schedule", "dataset", "split", "seed", "candidates", "search");
        YamlValue schedule = map.get("schedule");
        YamlValue dataset = map.get("dataset");
        YamlValue search = map.get("search");
        CandidateReader reader = new CandidateReader(metrics, search != null);
        List<Training.Candidate> candidates =
                map.must("candidates", "at least one candidate", reader::candidates, List.of());
        return new Training(
                schedule == null ? null : schedule.cron(),
                dataset == null ? null : last(dataset),
                map.read("split", TrainingReader::split, Defaults.SPLIT),
                map.read("seed", at -> at.integer(0, Long.MAX_VALUE), Defaults.SEED),
                candidates,
                search == null ? null : reader.search(search));
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
        YamlMap map = value.map("a mapping with train, validation and test, or folds and test");
        if (map == null) {
            return null;
        }
        map.allow("by", "train", "validation", "test", "folds", "gap");
        map.read("by", at -> at.among(List.of("time"), "a way to split"), "time");
        Duration gap = map.read("gap", YamlValue::duration, Defaults.SPLIT.gap());
        return map.has("folds") ? rolling(map, gap) : shares(map, gap);
    }

    private static Training.Split shares(YamlMap map, Duration gap) {
        double train = share(map, "train");
        double validation = share(map, "validation");
        double test = share(map, "test");
        double sum = train + validation + test;
        if (map.which("train", "validation", "test").size() == 3 && Math.abs(sum - 1) > 1e-9) {
            map.self()
                    .note(
                            "shares that sum to " + Math.round(sum * 1e6) / 1e6,
                            "shares that sum to 1",
                            null);
        }
        return new Training.Split(train, validation, test, gap);
    }

    private static Training.Split rolling(YamlMap map, Duration gap) {
        for (String share : map.which("train", "validation")) {
            map.keyAt(share).note("both folds and " + share, "one of them", null);
        }
        long folds = map.read("folds", at -> at.integer(2, 20), 2L);
        double test =
                map.must("test", "a share from 0.01 to 0.9", at -> at.number(0.01, 0.9), 0.15);
        return Training.Split.rolling((int) folds, test, gap);
    }

    private static double share(YamlMap map, String key) {
        return map.must(key, "a share from 0.01 to 1", at -> at.number(0.01, 1), 0.0);
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
        YamlValue at = map.require("metric", "a metric");
        Metric known = at == null ? null : metrics.metric(at);
        Metric metric = known == null ? Defaults.METRIC : known;
        double most = known == null ? Double.POSITIVE_INFINITY : known.kind().most();
        List<String> which = map.which("at_least", "at_most", "better_than");
        if (which.size() != 1) {
            String found = which.isEmpty() ? "no limit" : String.join(" and ", which);
            value.note(found, "one of at_least, at_most, better_than", null);
            return null;
        }
        return switch (which.getFirst()) {
            case "at_least" -> new Requirement.AtLeast(metric, limit(map, "at_least", most));
            case "at_most" -> new Requirement.AtMost(metric, limit(map, "at_most", most));
            default ->
                    new Requirement.BetterThan(
                            metric,
                            map.read("better_than", metrics::baseline, Gate.Baseline.POPULARITY));
        };
    }

    private static double limit(YamlMap map, String key, double most) {
        return map.read(key, at -> at.number(0, most), 0.0);
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
