package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.inference.online.OnlineFeatures;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.RowScorer;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A version that is ready to answer: its bundle, its pipeline as training had it, and the online
/// features that it reads. Immutable.
///
/// @param source where the bundle came from
/// @param swapTime from hearing of the version to serving it
public record ServedModel(
        String name,
        int version,
        String arm,
        ModelServing.Bundle source,
        VersionBundle bundle,
        Scoring scoring,
        Pipeline pipeline,
        OnlineFeatures online,
        Instant loadedAt,
        Duration swapTime) {

    private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
    private static final int WARM_UP_ROWS = 3_000;

    ServedModel servingSince(Instant instant, Duration took) {
        return new ServedModel(
                name, version, arm, source, bundle, scoring, pipeline, online, instant, took);
    }

    /// Whether that version and bundle is this one.
    public boolean is(int otherVersion, ModelServing.Bundle other) {
        return version == otherVersion && source.files().equals(other.files());
    }

    /// From which score on the answer is yes; null where the pipeline declares no cost of wrong
    /// answers.
    public @Nullable Double threshold() {
        return bundle.threshold();
    }

    /// Whether the answer to a score is yes; null where nothing is decided.
    public @Nullable Boolean decision(double score) {
        Double threshold = bundle.threshold();
        return threshold == null ? null : Boolean.valueOf(score >= threshold);
    }

    /// A scorer for one thread, whose scores are numbers.
    ///
    /// @throws ServingException.NoScore from it, if the version has no score for a row
    public RowScorer scorer() {
        RowScorer scorer = scoring.scorer();
        return row -> {
            double score;
            try {
                score = scorer.score(row);
            } catch (GraphRefusedException e) {
                throw new ServingException.NoScore(name, version, e.reason(), e);
            }
            if (!Double.isFinite(score)) {
                throw new ServingException.NoScore(name, version, "it computes " + score, null);
            }
            return score;
        };
    }

    /// A vector as the model reads it.
    public static FeatureRow row(FeatureVector vector) {
        return new FeatureRow() {
            @Override
            public double number(int column) {
                return vector.number(column);
            }

            @Override
            public @Nullable String category(int column) {
                return vector.category(column);
            }
        };
    }

    /// Lets go of what it holds, when it won't answer again.
    void close() {
        scoring.close();
        online.close();
    }

    /// Runs the path of a prediction until the JVM has compiled it. The golden rows have proved
    /// that it scores, so a row that it has no score for keeps it from nothing.
    void warmUp() {
        EntitySpec candidate = pipeline.candidate();
        List<String> catalogue = online.store().catalogue();
        Instant greatest = online.store().greatestEventTime();
        Instant at = greatest == null ? loadedAt : greatest;
        RowScorer scorer = scorer();
        int unscored = 0;
        String why = "";
        for (int i = 0; i < WARM_UP_ROWS; i++) {
            Map<String, String> keys =
                    candidate == null || catalogue.isEmpty()
                            ? Map.of()
                            : Map.of(candidate.name(), catalogue.get(i % catalogue.size()));
            FeatureRow row = row(pipeline.featureSet().vector(online.store(), keys, Map.of(), at));
            try {
                scorer.score(row);
            } catch (ServingException.NoScore e) {
                unscored++;
                why = e.getMessage();
            }
        }
        if (unscored > 0) {
            LOG.atWarn()
                    .addKeyValue("model", name)
                    .addKeyValue("version", version)
                    .addKeyValue("rows", WARM_UP_ROWS)
                    .addKeyValue("unscored", unscored)
                    .addKeyValue("reason", why)
                    .log("Rows had no score while the version was warmed up");
        }
    }
}
