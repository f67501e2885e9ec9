package dev.flywheel.training.expectation;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Counts;
import dev.flywheel.model.reference.Distances;
import dev.flywheel.model.reference.Grouping;
import dev.flywheel.model.reference.Profile;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.pipeline.spec.Expectations.Check;
import dev.flywheel.pipeline.spec.Expectations.OfDataset;
import dev.flywheel.pipeline.spec.Expectations.OnBreach;
import dev.flywheel.training.dataset.DatasetException;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.expectation.ExpectationReport.Finding;
import dev.flywheel.training.expectation.ExpectationReport.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks a snapshot against what its pipeline expects of a dataset. All are checked, also after
/// one is broken.
public final class DatasetExpectations {

    private final List<OfDataset> expectations;
    private final Set<String> cumulative;
    private final boolean driftOnlyWarns;

    /// @param cumulative features that only ever grow, so that their drift says nothing
    /// @param driftOnlyWarns whether drift is why the run was asked for, so that it can't stop it
    public DatasetExpectations(
            List<OfDataset> expectations, Set<String> cumulative, boolean driftOnlyWarns) {
        this.expectations = List.copyOf(expectations);
        this.cumulative = Set.copyOf(cumulative);
        this.driftOnlyWarns = driftOnlyWarns;
    }

    /// Checks them all.
    ///
    /// @param champion the champion's reference, asked for only where an expectation needs it; null
    ///   if there is no champion
    public ExpectationReport check(
            SnapshotDatabase dataset, Supplier<@Nullable Reference> champion) {
        return new ExpectationReport(
                expectations.stream()
                        .map(expectation -> check(expectation, dataset, champion))
                        .toList());
    }

    private Finding check(
            OfDataset expectation,
            SnapshotDatabase dataset,
            Supplier<@Nullable Reference> champion) {
        Check check = expectation.check();
        try {
            return switch (check) {
                case Check.Rows(long atLeast) -> {
                    String rows = dataset.value("count(*)");
                    yield finding(expectation, rows, Long.parseLong(rows) >= atLeast);
                }
                case Check.MissingShare(String feature, double atMost) -> {
                    String share = dataset.value(missingShare(feature));
                    boolean met = !share.equals("null") && Double.parseDouble(share) <= atMost;
                    yield finding(expectation, share, met);
                }
                case Check.Sql(String expression) -> {
                    String value = dataset.value(expression);
                    yield finding(expectation, value, value.equals("true"));
                }
                case Check.DriftFromChampion(double atMost) ->
                        drift(expectation, atMost, dataset, champion.get());
            };
        } catch (DatasetException.Unreadable e) {
            return finding(expectation, "not computable: " + e.getMessage(), false);
        }
    }

    private static String missingShare(String feature) {
        return "avg(CASE WHEN %s IS NULL THEN 1.0 ELSE 0.0 END)"
                .formatted(SnapshotDatabase.quoted(feature));
    }

    private Finding drift(
            OfDataset expectation,
            double atMost,
            SnapshotDatabase dataset,
            @Nullable Reference champion) {
        if (champion == null) {
            return new Finding(
                    expectation.check().words(), "there is no champion", Outcome.NOT_APPLICABLE);
        }
        Map<String, Double> psi = psi(dataset, champion);
        return psi.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(worst ->
                        finding(
                                expectation,
                                "psi %.4f of %s".formatted(worst.getValue(), worst.getKey()),
                                worst.getValue() <= atMost))
                .orElseGet(() ->
                        new Finding(
                                expectation.check().words(),
                                "no feature in common with the champion",
                                Outcome.NOT_APPLICABLE));
    }

    /// The population stability index of each feature that both have: evaluation lists, which are
    /// the served population, against the champion's.
    private Map<String, Double> psi(SnapshotDatabase dataset, Reference champion) {
        List<Column> columns = dataset.columns();
        Map<String, Double> psi = new TreeMap<>();
        @Nullable Counts[] counts = new @Nullable Counts[columns.size()];
        for (int i = 0; i < counts.length; i++) {
            Profile profile = champion.features().get(columns.get(i).name());
            if (profile != null && !cumulative.contains(columns.get(i).name())) {
                counts[i] = new Counts(profile.bins());
            }
        }
        dataset.eachList(EnumSet.of(Part.TEST), list -> count(list, columns, counts));
        for (int i = 0; i < counts.length; i++) {
            Profile profile = champion.features().get(columns.get(i).name());
            Counts current = counts[i];
            if (profile != null && current != null && current.total() > 0) {
                Grouping grouping = Grouping.of(profile);
                psi.put(
                        columns.get(i).name(),
                        Distances.psi(
                                grouping.apply(profile.countArray()),
                                grouping.apply(current.toArray())));
            }
        }
        return psi;
    }

    private static void count(
            EvaluationList list, List<Column> columns, @Nullable Counts[] counts) {
        for (LabelledRow row : list.candidates()) {
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

    private Finding finding(OfDataset expectation, String observed, boolean met) {
        boolean isDrift = expectation.check() instanceof Check.DriftFromChampion;
        boolean warns = expectation.onBreach() == OnBreach.WARN || (driftOnlyWarns && isDrift);
        Outcome outcome = met ? Outcome.MET : warns ? Outcome.WARNED : Outcome.HALTED;
        return new Finding(expectation.check().words(), observed, outcome);
    }
}
