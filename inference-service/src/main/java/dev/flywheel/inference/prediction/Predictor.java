package dev.flywheel.inference.prediction;

import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Scores rows and ranks candidates with a model and its online features. Touches no network.
@Component
public class Predictor {

    private static final Comparator<Prediction.Item> BEST_FIRST =
            Comparator.comparingDouble(Prediction.Item::score)
                    .reversed()
                    .thenComparing(Prediction.Item::key);

    private final Clock clock;
    private final PredictionRecorder recorder;

    Predictor(Clock clock, PredictionRecorder recorder) {
        this.clock = clock;
        this.recorder = recorder;
    }

    /// Scores one row.
    public Prediction predict(ServedModel model, Query query) {
        long started = System.nanoTime();
        FeatureSet features = model.pipeline().featureSet();
        Instant at = instant(model, query);
        @Nullable GroupState[] states = new @Nullable GroupState[features.groups().size()];
        lookUp(model, features.groups(), query.keys(), states);
        Row row = row(features, query, query.keys(), states, at);
        double score = model.bundle().scorer().score(ServedModel.row(row.vector()));
        Prediction.Item item =
                new Prediction.Item(
                        query.keys().getOrDefault(model.pipeline().candidate().name(), ""), score);
        Warnings warnings = new Warnings(model);
        warnings.unknown(query.keys(), states);
        Prediction prediction =
                new Prediction(
                        PredictionIds.next(), model, query, List.of(item), warnings.toList());
        recorder.predicted(prediction, at, row, started);
        return prediction;
    }

    /// Scores the candidates, or the whole catalogue, and orders them; equal scores by key.
    ///
    /// @return all of them, best first
    public Prediction rank(ServedModel model, RankQuery rank) {
        long started = System.nanoTime();
        Query query = rank.query();
        FeatureSet features = model.pipeline().featureSet();
        String entity = model.pipeline().candidate().name();
        Instant at = instant(model, query);
        List<String> candidates = rank.candidates();
        if (candidates == null) {
            candidates = model.online().store().catalogue();
        }
        List<Group> own = new ArrayList<>();
        List<Group> shared = new ArrayList<>();
        for (Group group : features.groups()) {
            (group.entities().contains(entity) ? own : shared).add(group);
        }
        @Nullable GroupState[] known = new @Nullable GroupState[features.groups().size()];
        lookUp(model, shared, query.keys(), known);
        Warnings warnings = new Warnings(model);
        warnings.unknown(query.keys(), known);

        Scorer scorer = model.bundle().scorer();
        List<Row> rows = new ArrayList<>(candidates.size());
        List<Prediction.Item> items = new ArrayList<>(candidates.size());
        for (String candidate : candidates) {
            Map<String, String> keys = new HashMap<>(query.keys());
            keys.put(entity, candidate);
            @Nullable GroupState[] states = known.clone();
            lookUp(model, own, keys, states);
            warnings.unknownCandidate(candidate, states);
            Row row = row(features, query, keys, states, at);
            rows.add(row);
            items.add(new Prediction.Item(candidate, scorer.score(ServedModel.row(row.vector()))));
        }
        List<Prediction.Item> ranked = items.stream().sorted(BEST_FIRST).toList();
        Prediction prediction =
                new Prediction(PredictionIds.next(), model, query, ranked, warnings.toList());
        recorder.ranked(prediction, at, rows, items, started);
        return prediction;
    }

    private Instant instant(ServedModel model, Query query) {
        Instant asked = query.eventTime();
        if (asked != null) {
            return asked;
        }
        Instant greatest = model.online().store().greatestEventTime();
        return greatest == null ? clock.instant() : greatest;
    }

    private static void lookUp(
            ServedModel model,
            List<Group> groups,
            Map<String, String> keys,
            @Nullable GroupState[] into) {
        for (Group group : groups) {
            String key = group.stateKey(keys);
            into[group.index()] = key == null ? null : model.online().store().find(group, key);
        }
    }

    private static Row row(
            FeatureSet features,
            Query query,
            Map<String, String> keys,
            @Nullable GroupState[] states,
            Instant at) {
        @Nullable String[] ordered =
                features.schema().entities().keySet().stream()
                        .map(keys::get)
                        .toArray(String[]::new);
        FeatureVector vector =
                features.vector(states, ordered, query.fields(), Row.asOf(at, states));
        return new Row(keys, Arrays.asList(states), vector);
    }
}
