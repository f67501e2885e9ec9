package dev.flywheel.training.trainer;

import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.GradientBoostingPlan;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.Link;
import dev.flywheel.model.scoring.TreeNode;
import dev.flywheel.pipeline.spec.Training.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelModel;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelTrainer;
import org.tribuo.multilabel.sgd.linear.LinearSGDModel;
import org.tribuo.multilabel.sgd.linear.LinearSGDTrainer;
import org.tribuo.multilabel.sgd.objectives.BinaryCrossEntropy;
import org.tribuo.regression.Regressor;

/// Trains candidates. Each call makes a fresh Tribuo trainer, because a trainer that trained once
/// goes on with its random numbers where it stopped.
public final class Trainers {

    static final double EPSILON = 0.1;
    static final int NO_LOGGING = -1;
    private static final String POSITIVE_WEIGHT = "positive_weight";

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
            case LINEAR_REGRESSION -> NumberTrainers.linear(candidate, lesson);
            case FACTORIZATION_MACHINE ->
                    switch (lesson.task()) {
                        case CLASSIFICATION -> factorizationMachine(candidate, lesson);
                        case REGRESSION -> NumberTrainers.machine(candidate, lesson);
                    };
            case GRADIENT_BOOSTING -> gradientBoosting(candidate, lesson);
        };
    }

    /// The candidate's hyperparameters with the defaults of those that it leaves out.
    public static Map<String, Object> hyperparameters(Candidate candidate) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trainer", candidate.trainer().word());
        all.putAll(candidate.complete());
        return all;
    }

    static LinearSGDModel linearModel(Candidate candidate, Lesson lesson) {
        return new LinearSGDTrainer(
                        new BinaryCrossEntropy(),
                        new AdaGrad(candidate.number("learning_rate"), EPSILON),
                        candidate.integer("epochs"),
                        NO_LOGGING,
                        candidate.integer("minibatch"),
                        lesson.seed())
                .train(dataset(candidate, lesson));
    }

    static FMMultiLabelModel machineModel(Candidate candidate, Lesson lesson) {
        // One row at a time: Tribuo 4.3.2 can't merge the sparse gradients of a minibatch.
        return new FMMultiLabelTrainer(
                        new BinaryCrossEntropy(),
                        new AdaGrad(candidate.number("learning_rate"), EPSILON),
                        candidate.integer("epochs"),
                        NO_LOGGING,
                        lesson.seed(),
                        candidate.integer("factors"),
                        candidate.number("init_variance"))
                .train(dataset(candidate, lesson));
    }

    /// XGBoost, with trees that start at the mean label.
    static BoostingTrainer boosting(Candidate candidate, Lesson lesson) {
        double mean = Spread.of(lesson.rows()).mean();
        Map<String, Object> parameters = new LinkedHashMap<>();
        switch (lesson.task()) {
            case CLASSIFICATION -> {
                double weight = candidate.number(POSITIVE_WEIGHT);
                double share = mean * weight / (mean * weight + 1 - mean);
                parameters.put("objective", "binary:logistic");
                parameters.put("base_score", Math.clamp(share, 1e-6, 1 - 1e-6));
                parameters.put("scale_pos_weight", weight);
            }
            case REGRESSION -> {
                parameters.put("objective", "reg:squarederror");
                parameters.put("base_score", mean);
            }
        }
        parameters.put("max_depth", candidate.integer("depth"));
        parameters.put("eta", candidate.number("learning_rate"));
        parameters.put("subsample", candidate.number("subsample"));
        parameters.put("min_child_weight", candidate.number("min_child_weight"));
        parameters.put("lambda", candidate.number("lambda"));
        return new BoostingTrainer(lesson, candidate.integer("rounds"), parameters);
    }

    /// What a weight of positive rows added to the log odds, and has to be taken back, so that
    /// scores stay probabilities.
    private static double weighted(Candidate candidate, Lesson lesson) {
        return switch (lesson.task()) {
            case CLASSIFICATION -> StrictMath.log(candidate.number(POSITIVE_WEIGHT));
            case REGRESSION -> 0;
        };
    }

    static LinearPlan plan(LinearSGDModel model, double weighted, double offset) {
        DenseMatrix learned = model.getWeightsCopy();
        int slots = learned.getDimension2Size() - 1;
        double[] weights = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = learned.get(0, slot);
        }
        return new LinearPlan(learned.get(0, slots) - weighted, weights, offset);
    }

    static FactorizationPlan plan(FMMultiLabelModel model, double weighted, double offset) {
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
        double bias = model.getBiasesCopy().get(0) - weighted;
        return new FactorizationPlan(bias, weights, size, matrix, offset);
    }

    private static List<TreeNode> trees(XGBoostModel<Regressor> model) {
        try {
            return BoosterTrees.read(model.getInnerModels().getFirst().toByteArray("json"));
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost can't write its model", e);
        }
    }

    private static TrainedModel logisticRegression(Candidate candidate, Lesson lesson) {
        LinearSGDModel model = linearModel(candidate, lesson);
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()),
                plan(model, weighted(candidate, lesson), lesson.samplingOffset()));
    }

    private static TrainedModel factorizationMachine(Candidate candidate, Lesson lesson) {
        FMMultiLabelModel model = machineModel(candidate, lesson);
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()),
                plan(model, weighted(candidate, lesson), lesson.samplingOffset()));
    }

    private static TrainedModel gradientBoosting(Candidate candidate, Lesson lesson) {
        BoostingTrainer trainer = boosting(candidate, lesson);
        XGBoostModel<Regressor> model = trainer.train();
        Link link =
                switch (lesson.task()) {
                    case CLASSIFICATION -> Link.LOGIT;
                    case REGRESSION -> Link.IDENTITY;
                };
        return new TrainedModel(
                ModelProtobuf.of(model, lesson.asOf()),
                new GradientBoostingPlan(
                        lesson.slotNames().size(),
                        trees(model),
                        trainer.base(),
                        -weighted(candidate, lesson),
                        lesson.samplingOffset(),
                        link));
    }

    private static TrainingRowsDataset<MultiLabel> dataset(Candidate candidate, Lesson lesson) {
        return TrainingRowsDataset.ofLabels(lesson, candidate.number(POSITIVE_WEIGHT));
    }
}
