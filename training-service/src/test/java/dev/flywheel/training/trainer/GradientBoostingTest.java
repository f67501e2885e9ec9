package dev.flywheel.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.GradientBoostingPlan;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

/// Payments of which few are frauds: those far above 220, whatever else they are, and those at
/// terminal T7 whose count of frauds is not missing but zero.
class GradientBoostingTest {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("amount").forTrees(),
                    Column.numeric("frauds").forTrees(),
                    Column.categorical("terminal").forTrees());

    private final List<FeatureRow> features = new ArrayList<>();
    private final List<Boolean> labels = new ArrayList<>();
    private final FeatureEncoder encoder;
    private final Lesson lesson;

    GradientBoostingTest() {
        int size = 6_000;
        Random random = new Random(5);
        EncoderFitter fitter = new EncoderFitter(COLUMNS);
        for (int i = 0; i < size; i++) {
            double amount = Math.abs(random.nextGaussian()) * 90;
            double frauds = random.nextBoolean() ? Double.NaN : random.nextInt(3);
            String terminal = "T" + random.nextInt(20);
            FeatureRow row =
                    FeatureRow.of(
                            new double[] {amount, frauds, Double.NaN},
                            new String[] {null, null, terminal});
            features.add(row);
            labels.add(amount > 220 || (terminal.equals("T7") && frauds == 0));
            fitter.add(row);
        }
        encoder = fitter.fit();
        TrainingRows rows = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        for (int i = 0; i < size; i++) {
            encoder.encode(features.get(i), buffer);
            rows.add(buffer, labels.get(i) ? 1 : 0, 1);
        }
        lesson =
                new Lesson(
                        rows,
                        encoder.slotNames(),
                        "a test",
                        Instant.EPOCH,
                        1,
                        0,
                        Task.CLASSIFICATION);
    }

    @Test
    void scoresAsXgboostBitForBit() throws XGBoostError {
        Candidate candidate = candidate(Map.of("rounds", 60L, "subsample", 0.8));
        Booster booster = Trainers.boosting(candidate, lesson).train().getInnerModels().getFirst();
        DMatrix matrix = lesson.rows().matrix(encoder.slots());

        float[][] margins = booster.predict(matrix, true);

        Scorer scorer = new Scorer(encoder, PlanFormat.read(PlanFormat.write(plan(candidate))));
        for (int i = 0; i < features.size(); i++) {
            assertThat(scorer.margin(features.get(i))).isEqualTo(margins[i][0]);
        }
        matrix.dispose();
    }

    @Test
    void tellsAZeroFromWhatIsMissing() {
        Scorer scorer = new Scorer(encoder, plan(candidate(Map.of("rounds", 60L))));

        double withZero = scorer.score(payment(30, 0));
        double withNothing = scorer.score(payment(30, Double.NaN));

        assertThat(withZero).isGreaterThan(0.9);
        assertThat(withNothing).isLessThan(0.1);
    }

    @Test
    void findsAlmostAllOfTheFewPositives() {
        Scorer scorer = new Scorer(encoder, plan(candidate(Map.of("rounds", 60L))));

        long right = 0;
        long positives = 0;
        for (int i = 0; i < features.size(); i++) {
            positives += labels.get(i) ? 1 : 0;
            right += scorer.score(features.get(i)) > 0.5 == labels.get(i) ? 1 : 0;
        }

        assertThat((double) positives / features.size()).isBetween(0.01, 0.05);
        assertThat((double) right / features.size()).isGreaterThan(0.995);
    }

    /// A weight makes positives count more, and scores are told without it: one row in fifty is
    /// positive here, whatever its features.
    @Test
    void staysAProbabilityUnderAWeightOfPositives() {
        TrainingRows noise = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        for (int i = 0; i < features.size(); i++) {
            encoder.encode(features.get(i), buffer);
            noise.add(buffer, i % 50 == 0 ? 1 : 0, 1);
        }
        Lesson ofNoise =
                new Lesson(
                        noise,
                        encoder.slotNames(),
                        "a test",
                        Instant.EPOCH,
                        1,
                        0,
                        Task.CLASSIFICATION);
        Map<String, Object> few =
                Map.of("rounds", 30L, "min_child_weight", 200L, "positive_weight", 30L);

        Scorer scorer = new Scorer(encoder, Trainers.train(candidate(few), ofNoise).plan());

        double mean = features.stream().mapToDouble(scorer::score).average().orElseThrow();
        assertThat(mean).isCloseTo(0.02, within(0.005));
    }

    private static Candidate candidate(Map<String, Object> hyperparameters) {
        return new Candidate(Trainer.GRADIENT_BOOSTING, hyperparameters);
    }

    private GradientBoostingPlan plan(Candidate candidate) {
        return (GradientBoostingPlan) Trainers.train(candidate, lesson).plan();
    }

    private static FeatureRow payment(double amount, double frauds) {
        return FeatureRow.of(
                new double[] {amount, frauds, Double.NaN}, new String[] {null, null, "T7"});
    }
}
