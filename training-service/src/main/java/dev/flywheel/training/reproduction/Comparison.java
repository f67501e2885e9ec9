package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionOutcome.Difference;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.encoding.FittedColumn;
import dev.flywheel.model.scoring.Scorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How alike an original and what was rebuilt are.
///
/// @param sameBits whether every golden row scores the same bit for bit
/// @param largest difference of a golden row's score; relative where the score is beyond 1, as a
///   number that a regression answers may be. NaN if a score is no number
/// @param made what differs between the two models
/// @param environment what differs between what they were made with
record Comparison(
        Rebuilt rebuilt,
        int goldenRows,
        boolean sameDigest,
        boolean sameBits,
        double largest,
        List<Difference> made,
        List<Difference> environment) {

    /// The largest difference of a score that counts as the same number.
    static final double TOLERANCE = 1e-6;

    static Comparison of(Original original, Rebuilt rebuilt) {
        Scorer scorer = new Scorer(rebuilt.encoder(), rebuilt.plan());
        boolean sameBits = true;
        double largest = 0;
        for (GoldenRow row : original.golden()) {
            double score = scorer.score(FeatureRow.of(rebuilt.encoder().columns(), row.features()));
            sameBits &= row.accepts(score);
            largest =
                    Math.max(
                            largest,
                            Math.abs(score - row.score()) / Math.max(1, Math.abs(row.score())));
        }
        return new Comparison(
                rebuilt,
                original.golden().size(),
                original.modelDigest().equals(rebuilt.modelDigest()),
                sameBits,
                largest,
                made(original, rebuilt),
                differences(original.environment(), rebuilt.environment()));
    }

    Verdict verdict() {
        if (sameDigest && sameBits) {
            return Verdict.IDENTICAL;
        }
        // Not the other way round: NaN is no small difference.
        return largest <= TOLERANCE ? Verdict.REPRODUCED_NUMERICALLY : Verdict.DIFFERENT;
    }

    ReproductionOutcome outcome(Instant startedAt, Instant finishedAt) {
        List<Difference> all = new ArrayList<>(made);
        all.addAll(environment);
        return new ReproductionOutcome(
                verdict(), detail(), rebuilt.modelDigest(), largest, all, startedAt, finishedAt);
    }

    private String detail() {
        String digest = sameDigest ? "The model digest is the same" : "The model digest is another";
        return switch (verdict()) {
            case IDENTICAL ->
                    "%s, and all %d golden rows score the same bit for bit."
                            .formatted(digest, goldenRows);
            case REPRODUCED_NUMERICALLY ->
                    "%s, and no golden row's score differs by more than %s (of %d rows). %s"
                            .formatted(digest, largest, goldenRows, surroundings());
            case DIFFERENT ->
                    "%s, and a golden row's score differs by %s (of %d rows), which is more than %s. %s"
                            .formatted(digest, largest, goldenRows, TOLERANCE, surroundings());
            case IMPOSSIBLE -> throw new IllegalStateException("What was compared was possible");
        };
    }

    private String surroundings() {
        return environment.isEmpty()
                ? "Nothing that is known of the environment differs."
                : environment.stream()
                        .map(Difference::what)
                        .collect(Collectors.joining(", ", "Of the environment differ: ", "."));
    }

    private static List<Difference> made(Original original, Rebuilt rebuilt) {
        Map<String, String> then = new LinkedHashMap<>();
        then.put("model_digest", original.modelDigest());
        then.put("pipeline_hash", original.pipelineHash());
        then.putAll(encodings(original.fitted()));
        Map<String, String> now = new LinkedHashMap<>();
        now.put("model_digest", rebuilt.modelDigest());
        now.put("pipeline_hash", original.pipeline().hash());
        now.putAll(encodings(rebuilt.encoder().fitted()));
        return differences(then, now);
    }

    /// What was fitted of each column, as a checksum: a vocabulary may be long, and its words may
    /// be of persons.
    private static Map<String, String> encodings(List<FittedColumn> fitted) {
        Map<String, String> encodings = new LinkedHashMap<>();
        for (FittedColumn column : fitted) {
            encodings.put("encoding of " + column.name(), Digest.of(Json.bytes(column)).hex());
        }
        return encodings;
    }

    private static List<Difference> differences(
            Map<String, String> original, Map<String, String> rebuilt) {
        TreeSet<String> names = new TreeSet<>(original.keySet());
        names.addAll(rebuilt.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            @Nullable String then = original.get(name);
            @Nullable String now = rebuilt.get(name);
            if (!Objects.equals(then, now)) {
                differences.add(new Difference(name, then, now));
            }
        }
        return differences;
    }
}
