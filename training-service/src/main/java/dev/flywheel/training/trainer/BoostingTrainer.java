package dev.flywheel.training.trainer;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Dataset;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.XGBoostTrainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionConverter;

/// XGBoost through Tribuo's model, but not through Tribuo's trainers: those box every value of
/// every row, and learn two classes as two trees a round where one with a sigmoid does.
///
/// One thread, histograms and a seed, so the same rows give the same trees.
final class BoostingTrainer extends XGBoostTrainer<Regressor> {

    private final Lesson lesson;
    private final Map<String, Object> settings;
    private float base;

    /// @param parameters as XGBoost names them
    BoostingTrainer(Lesson lesson, int rounds, Map<String, Object> parameters) {
        super(rounds, fixed(lesson, parameters));
        this.lesson = lesson;
        this.settings = fixed(lesson, parameters);
    }

    private static Map<String, Object> fixed(Lesson lesson, Map<String, Object> parameters) {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put("tree_method", "hist");
        all.put("nthread", 1);
        all.put("seed", lesson.seed() & Integer.MAX_VALUE);
        all.put("verbosity", 0);
        return all;
    }

    /// What XGBoost added the trees to when it was trained last.
    float base() {
        return base;
    }

    XGBoostModel<Regressor> train() {
        return train(TrainingRowsDataset.ofNumbers(lesson, Spread.NONE));
    }

    @Override
    public XGBoostModel<Regressor> train(Dataset<Regressor> examples) {
        return train(examples, Map.of());
    }

    @Override
    public XGBoostModel<Regressor> train(
            Dataset<Regressor> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, trainInvocationCounter);
    }

    @Override
    public synchronized XGBoostModel<Regressor> train(
            Dataset<Regressor> examples, Map<String, Provenance> runProvenance, int invocation) {
        setInvocationCount(invocation);
        TrainerProvenance trainer = getProvenance();
        setInvocationCount(invocation + 1);
        return createModel(
                "gradient-boosting",
                new ModelProvenance(
                        XGBoostModel.class.getName(),
                        OffsetDateTime.ofInstant(lesson.asOf(), ZoneOffset.UTC),
                        examples.getProvenance(),
                        trainer,
                        runProvenance),
                examples.getFeatureIDMap(),
                examples.getOutputIDInfo(),
                List.of(booster()),
                new XGBoostRegressionConverter());
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    private Booster booster() {
        try {
            DMatrix rows = lesson.rows().matrix(lesson.slotNames().size());
            try {
                base = margin(XGBoost.train(rows, settings, 0, Map.of(), null, null), rows);
                return XGBoost.train(rows, settings, numTrees, Map.of(), null, null);
            } finally {
                rows.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "XGBoost's native library can't be loaded; it needs glibc and libgomp"
                            + " (package libgomp1)",
                    e);
        }
    }

    /// The margin of a booster without trees, which is the same for every row.
    private static float margin(Booster untrained, DMatrix rows) throws XGBoostError {
        DMatrix first = rows.slice(new int[] {0});
        try {
            return untrained.predict(first, true)[0][0];
        } finally {
            first.dispose();
            untrained.dispose();
        }
    }
}
