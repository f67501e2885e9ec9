package dev.flywheel.pipeline.spec;

import java.util.ArrayList;
import java.util.List;
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
        AUC("auc", false, false),
        AVERAGE_PRECISION("average_precision", false, false),
        LOG_LOSS("log_loss", false, true),
        ACCURACY("accuracy", false, false),
        PRECISION("precision", false, false),
        RECALL("recall", false, false),
        F1("f1", false, false),
        NDCG("ndcg", true, false),
        MRR("mrr", true, false),
        HIT_RATE("hit_rate", true, false),
        /// Mean average precision over lists.
        MAP("map", false, false),
        /// The area under the ROC curve within each list, averaged over lists.
        GAUC("gauc", false, false);

        private final String word;
        private final boolean ranks;
        private final boolean lowerIsBetter;

        Kind(String word, boolean ranks, boolean lowerIsBetter) {
            this.word = word;
            this.ranks = ranks;
            this.lowerIsBetter = lowerIsBetter;
        }

        public String word() {
            return word;
        }

        /// Whether it is about ranked lists and takes `@k`.
        public boolean ranks() {
            return ranks;
        }

        public boolean lowerIsBetter() {
            return lowerIsBetter;
        }
    }

    /// As reports and the pipeline file spell it.
    public String word() {
        return k == null ? kind.word() : kind.word() + "@" + k;
    }

    public boolean lowerIsBetter() {
        return kind.lowerIsBetter();
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
        List<String> words = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            words.add(kind.ranks() ? kind.word() + "@10" : kind.word());
        }
        return words;
    }

    @Override
    public String toString() {
        return word();
    }
}
