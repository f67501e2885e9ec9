package dev.flywheel.training.expectation;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Counts;
import dev.flywheel.model.reference.Distances;
import dev.flywheel.model.reference.Grouping;
import dev.flywheel.model.reference.NumericBins;
import dev.flywheel.model.reference.Profile;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;

/// How far a dataset's features are from those that the champion served when it was trained: the
/// evaluation lists of the test part, which are the served population, against the champion's
/// reference; the rows of that part where a dataset has no lists. They are read once.
final class ChampionDrift {

    private final List<Column> columns;
    private final Reference champion;
    private final @Nullable Counts[] counts;

    ChampionDrift(SnapshotDatabase dataset, Reference champion) {
        this.columns = dataset.columns();
        this.champion = champion;
        this.counts = new @Nullable Counts[columns.size()];
        for (int i = 0; i < counts.length; i++) {
            Profile profile = champion.features().get(columns.get(i).name());
            counts[i] = profile == null ? null : new Counts(profile.bins());
        }
        dataset.eachList(Selection.of(Part.TEST), list -> list.candidates().forEach(this::count));
        if (Arrays.stream(counts).allMatch(each -> each == null || each.total() == 0)) {
            dataset.eachRow(Selection.of(Part.TEST), this::count);
        }
    }

    /// By feature that both have, and that has this divergence.
    Map<String, Double> by(Divergence divergence) {
        Map<String, Double> values = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            String name = columns.get(i).name();
            Profile profile = champion.features().get(name);
            Counts current = counts[i];
            if (profile == null || current == null || current.total() == 0) {
                continue;
            }
            boolean numbers = profile.bins() instanceof NumericBins;
            if (numbers || divergence != Divergence.KS) {
                values.put(name, value(divergence, profile, current));
            }
        }
        return values;
    }

    private static double value(Divergence divergence, Profile profile, Counts current) {
        Grouping grouping = Grouping.of(profile);
        long[] before = grouping.apply(profile.countArray());
        long[] now = grouping.apply(current.toArray());
        return switch (divergence) {
            case PSI -> Distances.psi(before, now);
            case JENSEN_SHANNON -> Distances.jensenShannon(before, now);
            case KS -> Distances.kolmogorovSmirnov(profile.countArray(), current.toArray());
            case CHI_SQUARE -> chance(Distances.chiSquare(before, now), used(before, now) - 1);
        };
    }

    /// The chi-square distribution's upper tail, the regularized gamma function Q(df/2, x/2).
    private static double chance(double statistic, int degrees) {
        return degrees < 1 ? 1 : Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2);
    }

    private static int used(long[] before, long[] now) {
        int used = 0;
        for (int i = 0; i < before.length; i++) {
            used += before[i] + now[i] > 0 ? 1 : 0;
        }
        return used;
    }

    private void count(LabelledRow row) {
        FeatureRow features = row.features();
        for (int i = 0; i < counts.length; i++) {
            Counts into = counts[i];
            if (into != null) {
                into.add(
                        switch (columns.get(i).type()) {
                            case NUMERIC -> (Object) features.number(i);
                            case CATEGORICAL -> features.category(i);
                        });
            }
        }
    }
}
