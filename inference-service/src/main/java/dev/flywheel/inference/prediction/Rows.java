package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Place;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.pipeline.feature.AsOf;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateLookup;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the rows of one request: what they share is looked up once, the rest candidate by
/// candidate. For one thread.
final class Rows {

    private final FeatureSet features;
    private final StateLookup lookup;
    private final Query query;

    /// The instant that keys are made of.
    private final AsOf asked;

    /// The instant that values are as of, unless a candidate's states are later.
    private final AsOf at;

    private final @Nullable String candidateEntity;
    private final @Nullable GroupState[] shared;
    private final @Nullable String[] keys;
    private final int candidatePosition;
    private final FeatureVector base;

    /// @param asked the instant that was asked for
    Rows(ServedModel model, Query query, Instant asked) {
        this.features = model.pipeline().featureSet();
        this.lookup = model.online().store();
        this.query = query;
        this.asked = AsOf.of(asked);
        EntitySpec candidate = model.pipeline().candidate();
        this.candidateEntity = candidate == null ? null : candidate.name();
        this.candidatePosition =
                candidateEntity == null ? -1 : features.entityIndex(candidateEntity);
        this.shared = new @Nullable GroupState[features.groups().size()];
        this.keys = features.keys(query.keys());
        if (candidatePosition >= 0) {
            keys[candidatePosition] = null;
        }
        features.find(lookup, shared, keys, query.fields(), this.asked);
        this.at = asOf(shared, this.asked);
        this.base = features.vector(shared, keys, query.fields(), at);
    }

    /// The states of what all candidates share, by the group's index.
    @Nullable GroupState[] shared() {
        return shared.clone();
    }

    /// The row of the keys in the request.
    Row row() {
        return candidateEntity == null
                ? new Row(query.keys(), keys, shared.clone(), base)
                : row(query.keys(), query.keys().get(candidateEntity));
    }

    /// The row of the request with that candidate.
    Row row(String candidate) {
        Map<String, String> byEntity = new HashMap<>(query.keys());
        byEntity.put(Objects.requireNonNull(candidateEntity, "nothing is ranked"), candidate);
        return row(byEntity, candidate);
    }

    private Row row(Map<String, String> byEntity, @Nullable String candidate) {
        @Nullable String[] ofPlace = keys.clone();
        ofPlace[candidatePosition] = candidate;
        @Nullable GroupState[] states = shared.clone();
        features.exchange(candidatePosition, lookup, states, ofPlace, query.fields(), asked);
        AsOf latest = asOf(states, at);
        FeatureVector vector =
                latest == at
                        ? features.exchanged(
                                base, candidatePosition, states, ofPlace, query.fields(), at)
                        : features.vector(states, ofPlace, query.fields(), latest);
        return new Row(byEntity, ofPlace, states, vector);
    }

    /// The instant that values of those states are as of: never before the latest event in them.
    private static AsOf asOf(@Nullable GroupState[] states, AsOf asked) {
        Instant latest = asked.instant();
        for (GroupState state : states) {
            Place place = state == null ? null : state.place();
            if (place != null && place.eventTime().isAfter(latest)) {
                latest = place.eventTime();
            }
        }
        return latest.equals(asked.instant()) ? asked : asked.until(latest);
    }
}
