package dev.flywheel.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.common.sgd.AbstractSGDModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.SparseVector;
import org.tribuo.multilabel.MultiLabel;

class TrainersTest {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.categorical("last"),
                    Column.categorical("item"),
                    Column.numeric("price"));

    private final List<FeatureRow> features = new ArrayList<>();
    private final List<Boolean> labels = new ArrayList<>();
    private FeatureEncoder encoder = new FeatureEncoder(List.of());

    /// Whoever looked at item i clicks item i + 1: a rule that only pairs of features tell.
    private Lesson lesson(int size, long seed) {
        Random random = new Random(3);
        features.clear();
        labels.clear();
        EncoderFitter fitter = new EncoderFitter(COLUMNS);
        for (int i = 0; i < size; i++) {
            int last = random.nextInt(5);
            int item = random.nextInt(5);
            double price = random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian();
            FeatureRow row =
                    FeatureRow.of(
                            new double[] {Double.NaN, Double.NaN, price},
                            new String[] {"A" + last, "A" + item, null});
            features.add(row);
            labels.add(item == (last + 1) % 5);
            fitter.add(row);
        }
        encoder = fitter.fit();
        TrainingRows rows = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        for (int i = 0; i < size; i++) {
            encoder.encode(features.get(i), buffer);
            rows.add(buffer, labels.get(i) ? 1 : 0, 1);
        }
        return new Lesson(
                rows,
                encoder.slotNames(),
                "a test",
                Instant.EPOCH,
                seed,
                Math.log(4 / 216.0),
                Task.CLASSIFICATION);
    }

    @Test
    void learnsPairsWithAFactorizationMachine() {
        Lesson lesson = lesson(2_000, 1);

        ScoringPlan plan = Trainers.train(candidate(Trainer.FACTORIZATION_MACHINE), lesson).plan();

        assertThat(shareRight(plan)).isGreaterThan(0.97);
    }

    @Test
    void learnsNoPairsWithALogisticRegression() {
        Lesson lesson = lesson(2_000, 1);

        ScoringPlan plan = Trainers.train(candidate(Trainer.LOGISTIC_REGRESSION), lesson).plan();

        assertThat(shareRight(plan)).isBetween(0.7, 0.9);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LINEAR_REGRESSION")
    void trainsTheSameBytesTwice(Trainer trainer) {
        TrainedModel once = Trainers.train(candidate(trainer), lesson(500, 1));

        TrainedModel again = Trainers.train(candidate(trainer), lesson(500, 1));

        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(again.protobuf()).isEqualTo(once.protobuf());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LINEAR_REGRESSION")
    void trainsAnotherModelWithAnotherSeed(Trainer trainer) {
        TrainedModel once = Trainers.train(candidate(trainer), lesson(500, 1));

        TrainedModel other = Trainers.train(candidate(trainer), lesson(500, 2));

        assertThat(other.digest()).isNotEqualTo(once.digest());
    }

    /// The log odds are Tribuo's, bit for bit. Its probabilities may differ by four units in the
    /// last place, because it uses `Math.exp`, which may differ from one JVM to the next.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LINEAR_REGRESSION", "GRADIENT_BOOSTING"})
    void scoresAsTribuo(Trainer trainer) {
        Lesson lesson = lesson(2_000, 1);
        AbstractSGDModel<MultiLabel> model =
                switch (trainer) {
                    case LOGISTIC_REGRESSION -> Trainers.linearModel(candidate(trainer), lesson);
                    case FACTORIZATION_MACHINE -> Trainers.machineModel(candidate(trainer), lesson);
                    case LINEAR_REGRESSION, GRADIENT_BOOSTING ->
                            throw new IllegalArgumentException("no log odds of a sum");
                };
        boolean bias = trainer == Trainer.LOGISTIC_REGRESSION;
        ScoringPlan plan = Trainers.train(candidate(trainer), lesson).plan();
        double[] scratch = new double[plan.scratch()];
        EncodedRow buffer = encoder.newRow();

        for (FeatureRow row : features) {
            encoder.encode(row, buffer);
            Example<MultiLabel> example = example(buffer);
            double margin = plan.margin(buffer, scratch);

            SparseVector vector =
                    SparseVector.createSparseVector(example, model.getFeatureIDMap(), bias);
            assertThat(margin).isEqualTo(model.getModelParameters().predict(vector).get(0));
            double tribuos = probability(model, example);
            assertThat(Math.abs(ScoringPlan.sigmoid(margin) - tribuos))
                    .isLessThanOrEqualTo(4 * Math.ulp(tribuos));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LINEAR_REGRESSION")
    void writesWhatTribuoReads(Trainer trainer) throws IOException {
        TrainedModel trained = Trainers.train(candidate(trainer), lesson(500, 1));

        Model<?> read = Model.deserializeFromStream(new ByteArrayInputStream(trained.protobuf()));

        assertThat(read.getProvenance().getTrainingTime().toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(read.getFeatureIDMap().size()).isEqualTo(encoder.slots());
    }

    @Test
    void correctsForSampledNegatives() {
        Lesson lesson = lesson(500, 1);

        ScoringPlan plan = Trainers.train(candidate(Trainer.LOGISTIC_REGRESSION), lesson).plan();

        assertThat(plan.offset()).isEqualTo(Math.log(4 / 216.0));
    }

    @Test
    void refusesToTrainOnNothing() {
        Lesson nothing =
                new Lesson(
                        new TrainingRows(),
                        List.of("a"),
                        "a test",
                        Instant.EPOCH,
                        1,
                        0,
                        Task.CLASSIFICATION);

        assertThatThrownBy(() -> Trainers.train(candidate(Trainer.LOGISTIC_REGRESSION), nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no row to train on");
    }

    private double shareRight(ScoringPlan plan) {
        double[] scratch = new double[plan.scratch()];
        EncodedRow buffer = encoder.newRow();
        int right = 0;
        for (int i = 0; i < features.size(); i++) {
            encoder.encode(features.get(i), buffer);
            right += plan.margin(buffer, scratch) > 0 == labels.get(i) ? 1 : 0;
        }
        return (double) right / features.size();
    }

    private Example<MultiLabel> example(EncodedRow row) {
        String[] all = TrainingRowsDataset.names(encoder.slotNames());
        String[] names = new String[row.size()];
        double[] values = new double[row.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = all[row.slot(i)];
            values[i] = row.value(i);
        }
        return new ArrayExample<>(TrainingRowsDataset.NEGATIVE, names, values);
    }

    private static double probability(Model<MultiLabel> model, Example<MultiLabel> example) {
        MultiLabel positive = model.predict(example).getOutputScores().get("positive");
        return Objects.requireNonNull(positive).getLabelScore(new Label("positive")).orElseThrow();
    }

    private static Candidate candidate(Trainer trainer) {
        return switch (trainer) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION ->
                    new Candidate(trainer, Map.of("epochs", 3L));
            case FACTORIZATION_MACHINE ->
                    new Candidate(trainer, Map.of("epochs", 20L, "factors", 8L));
            case GRADIENT_BOOSTING ->
                    new Candidate(trainer, Map.of("rounds", 30L, "depth", 4L, "subsample", 0.7));
        };
    }
}
