package dev.flywheel.training.trainer;

import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.Link;
import dev.flywheel.pipeline.spec.Training.Candidate;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/// Trains sums and factorization machines of labels that are numbers, on the squared error.
final class NumberTrainers {

    private NumberTrainers() {}

    static TrainedModel linear(Candidate candidate, Lesson lesson) {
        Spread spread = Spread.of(lesson.rows());
        LinearSGDModel model = linearModel(candidate, lesson, spread);
        DenseMatrix learned = model.getWeightsCopy();
        int slots = learned.getDimension2Size() - 1;
        double[] weights = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = learned.get(0, slot) * spread.deviation();
        }
        double bias = learned.get(0, slots) * spread.deviation() + spread.mean();
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()),
                new LinearPlan(bias, weights, 0, Link.IDENTITY));
    }

    static LinearSGDModel linearModel(Candidate candidate, Lesson lesson, Spread spread) {
        return new LinearSGDTrainer(
                        new SquaredLoss(),
                        new AdaGrad(candidate.number("learning_rate"), Trainers.EPSILON),
                        candidate.integer("epochs"),
                        Trainers.NO_LOGGING,
                        candidate.integer("minibatch"),
                        lesson.seed())
                .train(TrainingRowsDataset.ofNumbers(lesson, spread));
    }

    static TrainedModel machine(Candidate candidate, Lesson lesson) {
        Spread spread = Spread.of(lesson.rows());
        FMRegressionModel model = machineModel(candidate, lesson, spread);
        DenseMatrix linear = model.getLinearWeightsCopy();
        DenseMatrix factors = (DenseMatrix) model.getFactorsCopy()[0];
        int slots = linear.getDimension2Size();
        int size = factors.getDimension1Size();
        double[] weights = new double[slots];
        double[] matrix = new double[slots * size];
        // Factors count in products of two.
        double root = Math.sqrt(spread.deviation());
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = linear.get(0, slot) * spread.deviation();
            for (int factor = 0; factor < size; factor++) {
                matrix[slot * size + factor] = factors.get(factor, slot) * root;
            }
        }
        double bias = model.getBiasesCopy().get(0) * spread.deviation() + spread.mean();
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()),
                new FactorizationPlan(bias, weights, size, matrix, 0, Link.IDENTITY));
    }

    static FMRegressionModel machineModel(Candidate candidate, Lesson lesson, Spread spread) {
        return new FMRegressionTrainer(
                        new SquaredLoss(),
                        new AdaGrad(candidate.number("learning_rate"), Trainers.EPSILON),
                        candidate.integer("epochs"),
                        Trainers.NO_LOGGING,
                        lesson.seed(),
                        candidate.integer("factors"),
                        candidate.number("init_variance"),
                        false)
                .train(TrainingRowsDataset.ofNumbers(lesson, spread));
    }
}
