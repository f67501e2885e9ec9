package dev.flywheel.inference.prediction;

import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.inference.serving.ServingException;
import dev.flywheel.model.scoring.RowScorer;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    ///
    /// @throws ServingException.NoScore if the version has none for it
    public Prediction predict(ServedModel model, Query query) {
        long started = System.nanoTime();
        Instant at = instant(model, query);
        Rows rows = new Rows(model, query, at);
        Row row = rows.row();
        double score = score(model, model.scorer(), row);
        EntitySpec candidate = model.pipeline().candidate();
        String key = candidate == null ? null : query.keys().get(candidate.name());
        Prediction.Item item = new Prediction.Item(key == null ? "" : key, score);
        Warnings warnings = new Warnings(model);
        warnings.unknown(query.keys(), row.states());
        Prediction prediction =
                new Prediction(
                        PredictionIds.next(), model, query, List.of(item), warnings.toList());
        recorder.predicted(prediction, at, row, started);
        return prediction;
    }

    /// Scores the candidates, or the whole catalogue, and orders them; equal scores by key. Those
    /// without a score are left out, and warned of.
    ///
    /// @return all others, best first
    /// @throws ServingException.NoScore if none of them has a score
    public Prediction rank(ServedModel model, RankQuery rank) {
        long started = System.nanoTime();
        Query query = rank.query();
        Instant at = instant(model, query);
        List<String> candidates = rank.candidates();
        if (candidates == null) {
            candidates = model.online().store().catalogue();
        }
        Rows source = new Rows(model, query, at);
        Warnings warnings = new Warnings(model);
        warnings.unknown(query.keys(), source.shared());
        RowScorer scorer = model.scorer();
        ServingException.NoScore unscored = null;
        List<Row> rows = new ArrayList<>(candidates.size());
        List<Prediction.Item> items = new ArrayList<>(candidates.size());
        for (String candidate : candidates) {
            Row row = source.row(candidate);
            warnings.unknownCandidate(candidate, row.states());
            try {
                items.add(new Prediction.Item(candidate, score(model, scorer, row)));
                rows.add(row);
            } catch (ServingException.NoScore e) {
                warnings.unscoredCandidate(candidate);
                unscored = e;
            }
        }
        if (unscored != null && items.isEmpty()) {
            throw unscored;
        }
        List<Prediction.Item> ranked = items.stream().sorted(BEST_FIRST).toList();
        Prediction prediction =
                new Prediction(PredictionIds.next(), model, query, ranked, warnings.toList());
        recorder.ranked(prediction, at, rows, items, started);
        return prediction;
    }

    private double score(ServedModel model, RowScorer scorer, Row row) {
        try {
            return scorer.score(ServedModel.row(row.vector()));
        } catch (ServingException.NoScore e) {
            recorder.unscored(model);
            throw e;
        }
    }

    private Instant instant(ServedModel model, Query query) {
        Instant asked = query.eventTime();
        if (asked != null) {
            return asked;
        }
        Instant greatest = model.online().store().greatestEventTime();
        return greatest == null ? clock.instant() : greatest;
    }
}
