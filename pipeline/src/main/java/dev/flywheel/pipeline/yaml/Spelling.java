package dev.flywheel.pipeline.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the word that somebody probably meant.
public final class Spelling {

    /// What other tools call it.
    private static final Map<String, String> ELSEWHERE =
            Map.ofEntries(
                    Map.entry("avg", "mean"),
                    Map.entry("average", "mean"),
                    Map.entry("std", "stddev"),
                    Map.entry("nunique", "distinct"),
                    Map.entry("string", "category"),
                    Map.entry("text", "category"),
                    Map.entry("str", "category"),
                    Map.entry("float", "number"),
                    Map.entry("double", "number"),
                    Map.entry("decimal", "number"),
                    Map.entry("int", "integer"),
                    Map.entry("long", "integer"),
                    Map.entry("bool", "boolean"),
                    Map.entry("xgboost", "gradient-boosting"),
                    Map.entry("lightgbm", "gradient-boosting"),
                    Map.entry("random-forest", "gradient-boosting"),
                    Map.entry("roc_auc", "auc"),
                    Map.entry("not_null", "required"),
                    Map.entry("hour", "hour_of_day"),
                    Map.entry("weekday", "day_of_week"),
                    Map.entry("log", "ln"),
                    Map.entry("abs", "math.abs"),
                    Map.entry("sqrt", "math.sqrt"),
                    Map.entry("floor", "math.floor"),
                    Map.entry("ceil", "math.ceil"),
                    Map.entry("round", "math.round"),
                    Map.entry("max", "math.greatest"),
                    Map.entry("min", "math.least"),
                    Map.entry("len", "size"),
                    Map.entry("length", "size"),
                    Map.entry("lower", "lowerAscii"),
                    Map.entry("upper", "upperAscii"),
                    Map.entry("if", "where"),
                    Map.entry("filter", "where"));

    private Spelling() {}

    /// The nearest of those words by edit distance, or what another tool's word is here; null if
    /// all are further than a third of the word's length, or it is one of them.
    public static @Nullable String nearest(String word, Collection<String> words) {
        if (words.contains(word)) {
            return null;
        }
        String here = ELSEWHERE.get(word.toLowerCase(Locale.ROOT));
        if (here != null && words.contains(here)) {
            return here;
        }
        String nearest = null;
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : words) {
            int distance =
                    distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /// Levenshtein's distance, where swapped neighbours count as one edit.
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
