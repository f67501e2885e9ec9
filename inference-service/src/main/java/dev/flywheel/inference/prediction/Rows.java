package dev.flywheel.inference.prediction;

import dev.flywheel.inference.online.OnlineStore;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the rows of one request: what they share is looked up once, the rest candidate by
/// candidate. For one thread.
final class Rows {

    private final FeatureSet features;
    private final OnlineStore store;
    private final Query query;
    private final Instant at;
    private final @Nullable String candidateEntity;
    private final List<Group> ofCandidate = new ArrayList<>();
    private final @Nullable GroupState[] shared;
    private final @Nullable String[] keys;
    private final int candidatePosition;

    /// @param at the instant that was asked for
    Rows(ServedModel model, Query query, Instant at) {
        this.features = model.pipeline().featureSet();
        this.store = model.online().store();
        this.query = query;
        this.at = at;
        EntitySpec candidate = model.pipeline().candidate();
        this.candidateEntity = candidate == null ? null : candidate.name();
        this.shared = new @Nullable GroupState[features.groups().size()];
        for (Group group : features.groups()) {
            if (candidateEntity != null && group.entities().contains(candidateEntity)) {
                ofCandidate.add(group);
            } else {
                shared[group.index()] = find(group, query.keys());
            }
        }
        List<String> entities = List.copyOf(features.schema().entities().keySet());
        this.keys = new @Nullable String[entities.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = query.keys().get(entities.get(i));
        }
        this.candidatePosition = candidateEntity == null ? -1 : entities.indexOf(candidateEntity);
    }

    /// The states of what all candidates share, by the group's index.
    @Nullable GroupState[] shared() {
        return shared.clone();
    }

    /// The row of the keys in the request.
    Row row() {
        return row(query.keys(), keys);
    }

    /// The row of the request with that candidate.
    Row row(String candidate) {
        Map<String, String> byEntity = new HashMap<>(query.keys());
        byEntity.put(Objects.requireNonNull(candidateEntity, "nothing is ranked"), candidate);
        @Nullable String[] ordered = keys.clone();
        ordered[candidatePosition] = candidate;
        return row(byEntity, ordered);
    }

    private Row row(Map<String, String> byEntity, @Nullable String[] ordered) {
        @Nullable GroupState[] states = shared.clone();
        for (Group group : ofCandidate) {
            states[group.index()] = find(group, byEntity);
        }
        FeatureVector vector =
                features.vector(states, ordered, query.fields(), Row.asOf(at, states));
        return new Row(byEntity, states, vector);
    }

    private @Nullable GroupState find(Group group, Map<String, String> byEntity) {
        String key = group.stateKey(byEntity);
        return key == null ? null : store.find(group, key);
    }
}
