package dev.flywheel.training.expectation;

import dev.flywheel.model.reference.Reference;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.expectation.Expectations.OfDataset;
import dev.flywheel.pipeline.expectation.Expectations.OnBreach;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.training.dataset.DatasetException;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.expectation.ExpectationReport.Finding;
import dev.flywheel.training.expectation.ExpectationReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks a snapshot against what its pipeline expects of a dataset. All are checked, also after
/// one is broken.
public final class DatasetExpectations {

    /// How many rows that broke a rule a report shows.
    static final int SAMPLES = 10;

    private static final Duration SQL_WITHIN = Duration.ofSeconds(60);

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
    ///   if there is no champion that has one
    public ExpectationReport check(
            SnapshotDatabase dataset, Supplier<@Nullable Reference> champion, History history) {
        Checking checking = new Checking(dataset, champion, history);
        return new ExpectationReport(
                expectations.stream().map(expectation -> finding(expectation, checking)).toList(),
                IdleFeatures.warnings(dataset));
    }

    private Finding finding(OfDataset expectation, Checking checking) {
        Check check = expectation.check();
        try {
            Observation observation = checking.observe(check);
            return new Finding(
                    check.words(),
                    observation.words(),
                    outcome(expectation, observation),
                    observation.statistic(),
                    observation.value(),
                    observation.samples());
        } catch (DatasetException.Unreadable e) {
            return new Finding(
                    check.words(), "not computable: " + e.getMessage(), broken(expectation));
        }
    }

    private Outcome outcome(OfDataset expectation, Observation observation) {
        return switch (observation.verdict()) {
            case MET -> Outcome.MET;
            case BROKEN -> broken(expectation);
            case NOTHING_TO_COMPARE -> Outcome.NOT_APPLICABLE;
        };
    }

    private Outcome broken(OfDataset expectation) {
        boolean isDrift = expectation.check() instanceof Check.Drift;
        boolean warns = expectation.onBreach() == OnBreach.WARN || (driftOnlyWarns && isDrift);
        return warns ? Outcome.WARNED : Outcome.HALTED;
    }

    /// One dataset and what it is compared with.
    private final class Checking {

        private final SnapshotDatabase dataset;
        private final CheckSql sql;
        private final Supplier<@Nullable Reference> champion;
        private final History history;
        private @Nullable ChampionDrift drift;

        Checking(
                SnapshotDatabase dataset, Supplier<@Nullable Reference> champion, History history) {
            this.dataset = dataset;
            this.sql = new CheckSql(dataset.columns());
            this.champion = champion;
            this.history = history;
        }

        Observation observe(Check check) {
            return switch (check) {
                case Check.Within(Statistic statistic, Limits limits) ->
                        Observation.of(statistic, number(statistic), limits);
                case Check.EachRow(RowRule rule, double mostly) -> rows(rule, mostly);
                case Check.Anomaly anomaly ->
                        Anomalies.judge(
                                anomaly,
                                number(anomaly.statistic()),
                                history.latest(anomaly.statistic().words(), anomaly.runs()));
                case Check.Drift(String feature, Divergence by, double limit) ->
                        drift(feature, by, limit);
                case Check.Sql(String expression) -> {
                    Object value = dataset.value(expression, SQL_WITHIN);
                    yield Observation.of(String.valueOf(value), Boolean.TRUE.equals(value));
                }
            };
        }

        private @Nullable Double number(Statistic statistic) {
            Object value =
                    statistic instanceof Statistic.Sql(String expression)
                            ? dataset.value(expression, SQL_WITHIN)
                            : dataset.values(List.of(CheckSql.of(statistic))).getFirst();
            return value instanceof Number number && Double.isFinite(number.doubleValue())
                    ? number.doubleValue()
                    : null;
        }

        private Observation rows(RowRule rule, double mostly) {
            String breaks = sql.breaks(rule);
            List<@Nullable Object> counts =
                    dataset.values(
                            List.of(
                                    "count(*) FILTER (%s)".formatted(CheckSql.counts(rule)),
                                    "count(*) FILTER (%s)".formatted(breaks)));
            long all = count(counts.get(0));
            long broken = count(counts.get(1));
            if (all == 0) {
                return Observation.nothing("no row has a value");
            }
            List<Map<String, Object>> samples =
                    broken == 0 ? List.of() : dataset.rows(shown(rule), breaks, SAMPLES);
            return Observation.ofRows(rule, all, broken, mostly, samples);
        }

        private static long count(@Nullable Object value) {
            return value instanceof Number number ? number.longValue() : 0;
        }

        private static List<String> shown(RowRule rule) {
            Set<String> columns =
                    new LinkedHashSet<>(List.of("event_id", "event_time", "candidate", "label"));
            columns.addAll(rule.columns());
            return new ArrayList<>(columns);
        }

        private Observation drift(@Nullable String feature, Divergence by, double limit) {
            ChampionDrift known = drift;
            if (known == null) {
                Reference reference = champion.get();
                if (reference == null) {
                    return Observation.nothing("there is no champion with a reference");
                }
                known = new ChampionDrift(dataset, reference);
                drift = known;
            }
            Map<String, Double> values = known.by(by);
            values.keySet()
                    .removeIf(name ->
                            feature == null ? cumulative.contains(name) : !feature.equals(name));
            return Observation.ofWorst(values, by, limit);
        }
    }
}
