package dev.flywheel.pipeline.spec;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A metric of an evaluation, such as `auc` or `ndcg@10`.
///
/// @param k the cut-off of a rank metric; null where there is none
public record Metric(Kind kind, @Nullable Integer k) {

    private static final Pattern WORD = Pattern.compile("([a-z0-9_]+?)(?:@([1-9][0-9]{0,3}))?");

    /// The metrics that evaluations compute.
    public enum Kind {
        AUC("auc", Over.ROWS, false),
        AVERAGE_PRECISION("average_precision", Over.ROWS, false),
        LOG_LOSS("log_loss", Over.ROWS, true),
        ACCURACY("accuracy", Over.ROWS, false),
        PRECISION("precision", Over.ROWS, false),
        RECALL("recall", Over.ROWS, false),
        F1("f1", Over.ROWS, false),
        /// How far probabilities are from what happened.
        CALIBRATION_ERROR("calibration_error", Over.ROWS, true),
        /// What the decisions cost, a row.
        COST("cost", Over.ROWS, true),
        /// The root of the mean squared error.
        RMSE("rmse", Over.ROWS, true),
        /// The mean absolute error.
        MAE("mae", Over.ROWS, true),
        /// The share of the variance that is explained.
        R2("r2", Over.ROWS, false),
        /// Of the k entities with the highest scores of a period, the share with a positive in it.
        PRECISION_AT("precision", Over.PERIODS, false),
        NDCG("ndcg", Over.LISTS, false),
        MRR("mrr", Over.LISTS, false),
        HIT_RATE("hit_rate", Over.LISTS, false),
        /// Mean average precision over lists.
        MAP("map", Over.LISTS, false),
        /// The area under the ROC curve within each list, averaged over lists.
        GAUC("gauc", Over.LISTS, false);

        private final String word;
        private final Over over;
        private final boolean lowerIsBetter;

        Kind(String word, Over over, boolean lowerIsBetter) {
            this.word = word;
            this.over = over;
            this.lowerIsBetter = lowerIsBetter;
        }

        public String word() {
            return word;
        }

        public Over over() {
            return over;
        }

        /// Whether it has a cut-off and takes `@k`.
        public boolean ranks() {
            return switch (this) {
                case NDCG, MRR, HIT_RATE, PRECISION_AT -> true;
                case AUC,
                        AVERAGE_PRECISION,
                        LOG_LOSS,
                        ACCURACY,
                        PRECISION,
                        RECALL,
                        F1,
                        CALIBRATION_ERROR,
                        COST,
                        RMSE,
                        MAE,
                        R2,
                        MAP,
                        GAUC ->
                        false;
            };
        }

        /// Whether monitoring measures it too, once outcomes are known.
        public boolean live() {
            return switch (this) {
                case AUC, LOG_LOSS, RMSE, MAE, NDCG, MRR, HIT_RATE -> true;
                case ACCURACY, PRECISION, RECALL, COST -> true;
                case AVERAGE_PRECISION, F1, CALIBRATION_ERROR, R2, PRECISION_AT, MAP, GAUC -> false;
            };
        }

        /// Whether it is about answers of yes and no, and not about scores.
        public boolean decides() {
            return switch (this) {
                case ACCURACY, PRECISION, RECALL, F1, COST -> true;
                case AUC,
                        AVERAGE_PRECISION,
                        LOG_LOSS,
                        CALIBRATION_ERROR,
                        RMSE,
                        MAE,
                        R2,
                        PRECISION_AT,
                        NDCG,
                        MRR,
                        HIT_RATE,
                        MAP,
                        GAUC ->
                        false;
            };
        }

        /// What the model must answer for it to be measured.
        public Task task() {
            return switch (this) {
                case RMSE, MAE, R2 -> Task.REGRESSION;
                case AUC,
                        AVERAGE_PRECISION,
                        LOG_LOSS,
                        ACCURACY,
                        PRECISION,
                        RECALL,
                        F1,
                        CALIBRATION_ERROR,
                        COST,
                        PRECISION_AT,
                        NDCG,
                        MRR,
                        HIT_RATE,
                        MAP,
                        GAUC ->
                        Task.CLASSIFICATION;
            };
        }

        /// The greatest value that it can have.
        public double most() {
            return switch (this) {
                case LOG_LOSS, COST, RMSE, MAE -> Double.POSITIVE_INFINITY;
                case AUC,
                        AVERAGE_PRECISION,
                        ACCURACY,
                        PRECISION,
                        RECALL,
                        F1,
                        CALIBRATION_ERROR,
                        R2,
                        PRECISION_AT,
                        NDCG,
                        MRR,
                        HIT_RATE,
                        MAP,
                        GAUC ->
                        1;
            };
        }

        public boolean lowerIsBetter() {
            return lowerIsBetter;
        }
    }

    /// What a metric is measured on, and drawn again in a bootstrap.
    public enum Over {
        ROWS,
        LISTS,
        PERIODS
    }

    /// As reports and the pipeline file spell it.
    public String word() {
        return k == null ? kind.word() : kind.word() + "@" + k;
    }

    public boolean lowerIsBetter() {
        return kind.lowerIsBetter();
    }

    /// Whether a value is better than another; any value is better than none (NaN).
    public boolean isBetter(double value, double other) {
        if (Double.isNaN(value) || Double.isNaN(other)) {
            return !Double.isNaN(value);
        }
        return lowerIsBetter() ? value < other : value > other;
    }

    /// Reads a word such as `ndcg@10`; null if there is no such metric.
    public static @Nullable Metric parse(String word) {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches()) {
            return null;
        }
        String k = matcher.group(2);
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(matcher.group(1)) && kind.ranks() == (k != null)) {
                return new Metric(kind, k == null ? null : Integer.valueOf(k));
            }
        }
        return null;
    }

    /// The words that a file may use, rank metrics with their usual cut-off.
    public static List<String> words() {
        return words(_ -> true);
    }

    /// Those of them that monitoring measures too.
    public static List<String> liveWords() {
        return words(Kind::live);
    }

    private static List<String> words(Predicate<Kind> which) {
        return Arrays.stream(Kind.values())
                .filter(which)
                .map(kind -> kind.ranks() ? kind.word() + "@10" : kind.word())
                .toList();
    }

    @Override
    public String toString() {
        return word();
    }
}
