package dev.flywheel.training.trainer;

import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.pipeline.spec.Training.Candidate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelModel;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelTrainer;
import org.tribuo.multilabel.sgd.linear.LinearSGDModel;
import org.tribuo.multilabel.sgd.linear.LinearSGDTrainer;
import org.tribuo.multilabel.sgd.objectives.BinaryCrossEntropy;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/// Trains candidates. Each call makes a fresh Tribuo trainer, because a trainer that trained once
/// goes on with its random numbers where it stopped.
public final class Trainers {

    private static final double EPSILON = 0.1;
    private static final int NO_LOGGING = -1;

    private Trainers() {}

    /// Trains one candidate, in this thread.
    ///
    /// @throws IllegalArgumentException if there is no row, or a weight is not finite afterwards
    public static TrainedModel train(Candidate candidate, Lesson lesson) {
        if (lesson.rows().size() == 0) {
            throw new IllegalArgumentException("There is no row to train on");
        }
        return switch (candidate.trainer()) {
            case LOGISTIC_REGRESSION -> logisticRegression(candidate, lesson);
            case FACTORIZATION_MACHINE -> factorizationMachine(candidate, lesson);
        };
    }

    /// The candidate's hyperparameters with the defaults of those that it leaves out.
    public static Map<String, Object> hyperparameters(Candidate candidate) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trainer", candidate.trainer().word());
        all.put("epochs", epochs(candidate));
        all.put("learning_rate", learningRate(candidate));
        switch (candidate.trainer()) {
            case LOGISTIC_REGRESSION -> all.put("minibatch", minibatch(candidate));
            case FACTORIZATION_MACHINE -> {
                all.put("factors", factors(candidate));
                all.put("init_variance", initVariance(candidate));
            }
        }
        return all;
    }

    static LinearSGDModel linearModel(Candidate candidate, Lesson lesson) {
        return new LinearSGDTrainer(
                        new BinaryCrossEntropy(),
                        new AdaGrad(learningRate(candidate), EPSILON),
                        epochs(candidate),
                        NO_LOGGING,
                        minibatch(candidate),
                        lesson.seed())
                .train(dataset(lesson));
    }

    static FMMultiLabelModel machineModel(Candidate candidate, Lesson lesson) {
        // One row at a time: Tribuo 4.3.2 can't merge the sparse gradients of a minibatch.
        return new FMMultiLabelTrainer(
                        new BinaryCrossEntropy(),
                        new AdaGrad(learningRate(candidate), EPSILON),
                        epochs(candidate),
                        NO_LOGGING,
                        lesson.seed(),
                        factors(candidate),
                        initVariance(candidate))
                .train(dataset(lesson));
    }

    static LinearPlan plan(LinearSGDModel model, double offset) {
        DenseMatrix learned = model.getWeightsCopy();
        int slots = learned.getDimension2Size() - 1;
        double[] weights = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = learned.get(0, slot);
        }
        return new LinearPlan(learned.get(0, slots), weights, offset);
    }

    static FactorizationPlan plan(FMMultiLabelModel model, double offset) {
        DenseMatrix linear = model.getLinearWeightsCopy();
        DenseMatrix factors = (DenseMatrix) model.getFactorsCopy()[0];
        int slots = linear.getDimension2Size();
        int size = factors.getDimension1Size();
        double[] weights = new double[slots];
        double[] matrix = new double[slots * size];
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = linear.get(0, slot);
            for (int factor = 0; factor < size; factor++) {
                matrix[slot * size + factor] = factors.get(factor, slot);
            }
        }
        return new FactorizationPlan(model.getBiasesCopy().get(0), weights, size, matrix, offset);
    }

    private static TrainedModel logisticRegression(Candidate candidate, Lesson lesson) {
        LinearSGDModel model = linearModel(candidate, lesson);
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()), plan(model, lesson.samplingOffset()));
    }

    private static TrainedModel factorizationMachine(Candidate candidate, Lesson lesson) {
        FMMultiLabelModel model = machineModel(candidate, lesson);
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()), plan(model, lesson.samplingOffset()));
    }

    private static TrainingRowsDataset dataset(Lesson lesson) {
        return new TrainingRowsDataset(
                lesson.rows(),
                lesson.slotNames(),
                new SimpleDataSourceProvenance(
                        lesson.source(),
                        OffsetDateTime.ofInstant(lesson.asOf(), ZoneOffset.UTC),
                        TrainingRowsDataset.factory()));
    }

    private static int epochs(Candidate candidate) {
        return candidate.integer("epochs", 5);
    }

    private static double learningRate(Candidate candidate) {
        return candidate.number("learning_rate", 0.1);
    }

    private static int minibatch(Candidate candidate) {
        return candidate.integer("minibatch", 1);
    }

    private static int factors(Candidate candidate) {
        return candidate.integer("factors", 16);
    }

    private static double initVariance(Candidate candidate) {
        return candidate.number("init_variance", 0.1);
    }
}
