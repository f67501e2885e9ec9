package dev.flywheel.feature.featureset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.feature.featureset.KnownFeatureSet.Filling;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.Fold;
import dev.flywheel.pipeline.spec.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.springframework.stereotype.Component;

/// Reckons what a changed pipeline file would ask for: its first events are folded, nothing is
/// written.
@Component
public final class FeatureSetPlanner {

    /// Events that are folded for a plan.
    private static final int SAMPLE = 20_000;

    /// Fewer events tell nothing of the speed.
    private static final int ENOUGH_TO_MEASURE = 1_000;

    /// What two slow cores do with everything else running beside.
    private static final double ASSUMED_EVENTS_PER_SECOND = 1_000;

    private final Archive archive;
    private final FeatureSets sets;

    FeatureSetPlanner(Archive archive, FeatureSets sets) {
        this.archive = archive;
        this.sets = sets;
    }

    /// Plans.
    ///
    /// @param declared the pipeline as it is declared now
    /// @param changed the same pipeline as another file declares it
    public FeatureSetPlan plan(Pipeline declared, Pipeline changed) {
        String name = declared.name();
        Archive.Head head = archive.head(name);
        List<KnownFeatureSet> known = sets.of(name);
        OptionalDouble measured = measured(known);
        double speed = measured.orElse(ASSUMED_EVENTS_PER_SECOND);
        boolean kept =
                known.stream()
                        .anyMatch(
                                set -> set.id().equals(changed.featureSet().id()) && set.isKept());
        Sizes sizes = sizes(changed, head);
        List<String> before = declared.featureSet().columnNames();
        List<String> after = changed.featureSet().columnNames();
        return new FeatureSetPlan(
                name,
                changed.featureSet().id(),
                declared.featureSet().id(),
                !kept,
                after.stream().filter(feature -> !before.contains(feature)).toList(),
                before.stream().filter(feature -> !after.contains(feature)).toList(),
                changed.featureSet().changedFrom(declared.featureSet()),
                kept ? 0 : head.events(),
                kept ? 0 : head.entityVersions(),
                kept ? 0 : rows(changed, head),
                kept ? 0 : head.events() / speed / 60,
                speed,
                measured.isPresent(),
                sizes.states,
                kept ? 0 : sizes.events);
    }

    private long rows(Pipeline pipeline, Archive.Head head) {
        String event =
                switch (pipeline.label()) {
                    case Label.Choice choice -> choice.event();
                    case Label.Outcome outcome -> outcome.event();
                };
        return archive.count(pipeline.name(), event, null, Span.until(null, head.position()));
    }

    /// Events a second when the latest feature set that was filled with enough of them was.
    private static OptionalDouble measured(List<KnownFeatureSet> known) {
        return known.stream()
                .map(KnownFeatureSet::filling)
                .filter(filling ->
                        filling.wholeAt() != null
                                && filling.beganAt() != null
                                && filling.sent() >= ENOUGH_TO_MEASURE)
                .max(Comparator.comparing(filling -> Objects.requireNonNull(filling.wholeAt())))
                .map(FeatureSetPlanner::speed)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    private static double speed(Filling filling) {
        Instant beganAt = Objects.requireNonNull(filling.beganAt());
        Instant wholeAt = Objects.requireNonNull(filling.wholeAt());
        long millis = Math.max(1, Duration.between(beganAt, wholeAt).toMillis());
        return filling.sent() * 1_000.0 / millis;
    }

    /// Bytes, reckoned from the first events. The number of distinct keys grows with the events by
    /// Heaps' law, K * n^b (H. S. Heaps, Information Retrieval, 1978, 7.5); b is what the second
    /// half of the sample added.
    private Sizes sizes(Pipeline pipeline, Archive.Head head) {
        Fold fold = new Fold(pipeline.featureSet());
        Replay replay = archive.replay(pipeline.name(), Span.until(null, head.position()));
        long folded = 0;
        long eventBytes = 0;
        long half = 0;
        long target = Math.min(SAMPLE, head.events());
        while (replay.hasNext() && folded < target) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> fold.apply(version);
                case Replay.Step.OfEvent(Event event, _) -> {
                    fold.apply(event);
                    eventBytes += Json.bytes(event).length;
                    folded++;
                    if (folded == target / 2) {
                        half = bytes(fold);
                    }
                }
            }
        }
        long all = bytes(fold);
        if (folded == 0) {
            return new Sizes(all, 0);
        }
        double times = (double) head.events() / folded;
        double exponent =
                half == 0 || all <= half
                        ? 0
                        : Math.min(1, Math.log((double) all / half) / Math.log(2));
        return new Sizes(
                Math.round(all * Math.pow(times, exponent)), Math.round(eventBytes * times));
    }

    private static long bytes(Fold fold) {
        long[] sum = new long[1];
        fold.forEachState((key, state) ->
                sum[0] += key.text().getBytes(UTF_8).length + state.encode().length);
        return sum[0];
    }

    private record Sizes(long states, long events) {}
}
