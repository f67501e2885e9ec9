package dev.flywheel.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import dev.flywheel.training.evaluation.PredictedRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.Model;

/// Minutes of a delivery: far from zero, longer with the distance, and by pairs of city and
/// weather.
class RegressionTest {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("distance"),
                    Column.categorical("city"),
                    Column.categorical("weather"));

    private final List<FeatureRow> features = new ArrayList<>();
    private final List<Double> minutes = new ArrayList<>();
    private FeatureEncoder encoder = new FeatureEncoder(List.of());

    private Lesson lesson(Trainer trainer) {
        List<Column> columns =
                trainer == Trainer.GRADIENT_BOOSTING
                        ? COLUMNS.stream().map(Column::forTrees).toList()
                        : COLUMNS;
        Random random = new Random(9);
        EncoderFitter fitter = new EncoderFitter(columns);
        features.clear();
        minutes.clear();
        for (int i = 0; i < 3_000; i++) {
            double distance = random.nextDouble() * 10;
            int city = random.nextInt(3);
            int weather = random.nextInt(3);
            FeatureRow row =
                    FeatureRow.of(
                            new double[] {distance, Double.NaN, Double.NaN},
                            new String[] {null, "C" + city, "W" + weather});
            features.add(row);
            minutes.add(
                    900 + 20 * distance + (city == weather ? 40 : 0) + random.nextGaussian() * 5);
            fitter.add(row);
        }
        encoder = fitter.fit();
        TrainingRows rows = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        for (int i = 0; i < features.size(); i++) {
            encoder.encode(features.get(i), buffer);
            rows.add(buffer, minutes.get(i), 1);
        }
        return new Lesson(
                rows, encoder.slotNames(), "a test", Instant.EPOCH, 1, 0, Task.REGRESSION);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOGISTIC_REGRESSION")
    void predictsNumbers(Trainer trainer) {
        Lesson lesson = lesson(trainer);

        ScoringPlan plan = Trainers.train(candidate(trainer), lesson).plan();

        // A sum knows the distance, and only pairs know the rest.
        assertThat(r2(plan)).isGreaterThan(trainer == Trainer.LINEAR_REGRESSION ? 0.85 : 0.95);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOGISTIC_REGRESSION")
    void trainsTheSameBytesTwice(Trainer trainer) throws IOException {
        TrainedModel once = Trainers.train(candidate(trainer), lesson(trainer));

        TrainedModel again = Trainers.train(candidate(trainer), lesson(trainer));

        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(PlanFormat.write(again.plan())).isEqualTo(PlanFormat.write(once.plan()));
        Model<?> read = Model.deserializeFromStream(new ByteArrayInputStream(once.protobuf()));
        assertThat(read.getProvenance().getTrainingTime().toInstant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void boostsAsXgboostBitForBit() throws XGBoostError {
        Candidate candidate = candidate(Trainer.GRADIENT_BOOSTING);
        Lesson lesson = lesson(Trainer.GRADIENT_BOOSTING);
        Scorer scorer = new Scorer(encoder, Trainers.train(candidate, lesson).plan());
        DMatrix matrix = lesson.rows().matrix(encoder.slots());

        float[][] predictions =
                Trainers.boosting(candidate, lesson)
                        .train()
                        .getInnerModels()
                        .getFirst()
                        .predict(matrix);

        for (int i = 0; i < features.size(); i++) {
            assertThat(scorer.score(features.get(i))).isEqualTo(predictions[i][0]);
        }
        matrix.dispose();
    }

    /// The plan has mean and deviation of the labels put back.
    @Test
    void addsUpAsTribuo() {
        Lesson lesson = lesson(Trainer.LINEAR_REGRESSION);
        Candidate candidate = candidate(Trainer.LINEAR_REGRESSION);
        Spread spread = Spread.of(lesson.rows());
        Scorer scorer = new Scorer(encoder, Trainers.train(candidate, lesson).plan());

        var predictions =
                NumberTrainers.linearModel(candidate, lesson, spread)
                        .predict(TrainingRowsDataset.ofNumbers(lesson, spread));

        for (int i = 0; i < features.size(); i++) {
            double standard = predictions.get(i).getOutput().getValues()[0];
            assertThat(scorer.score(features.get(i)))
                    .isCloseTo(standard * spread.deviation() + spread.mean(), within(1e-9));
        }
    }

    private double r2(ScoringPlan plan) {
        Scorer scorer = new Scorer(encoder, plan);
        double[] predictions = features.stream().mapToDouble(scorer::score).toArray();
        double[] labels = minutes.stream().mapToDouble(Double::doubleValue).toArray();
        return new PredictedRows(predictions, labels)
                .value(Objects.requireNonNull(Metric.parse("r2")));
    }

    private static Candidate candidate(Trainer trainer) {
        return switch (trainer) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION ->
                    new Candidate(trainer, Map.of("epochs", 10L));
            case FACTORIZATION_MACHINE ->
                    new Candidate(trainer, Map.of("epochs", 20L, "factors", 8L));
            case GRADIENT_BOOSTING -> new Candidate(trainer, Map.of("rounds", 100L, "depth", 4L));
        };
    }
}
