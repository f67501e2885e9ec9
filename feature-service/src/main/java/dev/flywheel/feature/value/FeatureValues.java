package dev.flywheel.feature.value;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.AsOf;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import dev.flywheel.pipeline.fold.Fold;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers what the features of some entities are, or were.
@Component
public final class FeatureValues {

    private final Archive archive;
    private final OnlineStates online;
    private final Clock clock;

    public FeatureValues(Archive archive, OnlineStates online, Clock clock) {
        this.archive = archive;
        this.online = online;
        this.clock = clock;
    }

    /// Feature values, and where they come from.
    ///
    /// @param asOf the instant that they are true of, on the pipeline's clock
    /// @param source `online` or `archive`
    /// @param features by name; null where a value is missing
    /// @param states by state key, how many events made it and the place of the last
    public record Answer(
            String pipeline,
            String featureSet,
            Map<String, String> keys,
            Instant asOf,
            String source,
            Map<String, @Nullable Object> features,
            Map<String, Mark> states) {}

    /// How far a state had got.
    public record Mark(@Nullable Place place, long count) {}

    /// The values that inference would see now; the pipeline's clock stands at its latest event.
    ///
    /// @throws UnknownEntityException if a key is of no declared entity
    public Answer online(Pipeline pipeline, Map<String, String> keys) {
        check(pipeline, keys);
        OnlineState states = online.of(pipeline.name());
        Instant last = archive.head(pipeline.name()).lastEventTime();
        Instant at = last == null ? clock.instant() : last;
        return answer(pipeline, keys, at, "online", states);
    }

    /// The values at an instant, knowing only the events before it.
    ///
    /// @throws UnknownEntityException if a key is of no declared entity
    public Answer asOf(Pipeline pipeline, Map<String, String> keys, Instant instant) {
        check(pipeline, keys);
        Fold fold = new Fold(pipeline.featureSet());
        // Joined events name no entities, and events of others may key the states of these.
        boolean all = pipeline.featureSet().isKeyed() || pipeline.schema().hasJoins();
        long position = archive.head(pipeline.name()).position();
        Replay replay = archive.replay(pipeline.name(), Span.until(instant, position));
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> fold.apply(version);
                // An event of other entities changes no state of these.
                case Replay.Step.OfEvent(var event, _)
                        when all || concerns(pipeline, event, keys) ->
                        fold.apply(event);
                case Replay.Step.OfEvent _ -> {}
            }
        }
        return answer(pipeline, keys, instant, "archive", fold);
    }

    private static boolean concerns(Pipeline pipeline, Event event, Map<String, String> keys) {
        return keys.entrySet().stream()
                .anyMatch(key ->
                        key.getValue()
                                .equals(event.text(pipeline.schema().entity(key.getKey()).key())));
    }

    private static void check(Pipeline pipeline, Map<String, String> keys) {
        List<String> unknown =
                keys.keySet().stream()
                        .filter(entity -> !pipeline.entities().containsKey(entity))
                        .toList();
        if (!unknown.isEmpty() || keys.isEmpty()) {
            throw new UnknownEntityException(unknown, pipeline.entities().keySet());
        }
    }

    private static Answer answer(
            Pipeline pipeline,
            Map<String, String> keys,
            Instant at,
            String source,
            StateLookup states) {
        FeatureSet features = pipeline.featureSet();
        @Nullable String[] ofPlace = features.keys(keys);
        @Nullable GroupState[] found = new @Nullable GroupState[features.groups().size()];
        AsOf asOf = AsOf.of(at);
        features.find(states, found, ofPlace, Map.of(), asOf);
        FeatureVector vector = features.vector(found, ofPlace, Map.of(), asOf);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Object> present = vector.asMap();
        features.columns().forEach(column -> values.put(column.name(), present.get(column.name())));
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (Group group : features.groups()) {
            StateKey key = features.stateKey(group, ofPlace);
            GroupState state = found[group.index()];
            if (key != null && state != null) {
                marks.put(key.text(), new Mark(state.place(), state.count()));
            }
        }
        return new Answer(pipeline.name(), features.id(), keys, at, source, values, marks);
    }
}
