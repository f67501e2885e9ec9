package dev.flywheel.training.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.expectation.Expectations.OfDataset;
import dev.flywheel.pipeline.expectation.Expectations.OnBreach;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.SnapshotFixtures.Shop;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.expectation.ExpectationReport.Finding;
import dev.flywheel.training.expectation.ExpectationReport.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetExpectationsTest {

    private static final Shop SHOP = SnapshotFixtures.aShop().withEvents(500);
    private static final Statistic ROWS = new Statistic.Rows();
    private static final Statistic MISSING =
            new Statistic.Of(Aggregate.MISSING_SHARE, "item_price");
    private static final Check DRIFT = new Check.Drift(null, Divergence.PSI, 0.5);

    @TempDir private Path home;

    @Test
    void meetsWhatHolds() {
        assertThat(check(SHOP, new Check.Within(ROWS, Limits.atLeast(2_500))))
                .isEqualTo(
                        new Finding(
                                "rows at least 2500",
                                "2500",
                                Outcome.MET,
                                "rows",
                                2500.0,
                                List.of()));
        assertThat(check(SHOP, new Check.Sql("count(distinct item_id) = 20")).outcome())
                .isEqualTo(Outcome.MET);
        assertThat(check(SHOP, new Check.Sql("(SELECT count(*) FROM lists) > 0 -- any")).outcome())
                .isEqualTo(Outcome.MET);
    }

    @Test
    void tellsWhatWasObserved() {
        Finding rows = check(SHOP, new Check.Within(ROWS, Limits.atLeast(2_501)));
        Finding missing =
                check(SHOP.withoutPrices(100), new Check.Within(MISSING, Limits.atMost(0.5)));
        Finding mean =
                check(
                        SHOP.withoutPrices(100),
                        new Check.Within(
                                new Statistic.Of(Aggregate.MEAN, "item_price"), Limits.atLeast(0)));

        assertThat(rows.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(rows.observed()).isEqualTo("2500");
        assertThat(missing.expectation()).isEqualTo("missing share of item_price at most 0.5");
        assertThat(missing.observed()).isEqualTo("1");
        assertThat(missing.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(mean.observed()).isEqualTo("no value");
        assertThat(mean.outcome()).isEqualTo(Outcome.HALTED);
    }

    @Test
    void limitsAStatisticOfAnExpression() {
        Statistic items = new Statistic.Sql("count(distinct item_id)");

        assertThat(check(SHOP, new Check.Within(items, Limits.between(20, 20))).outcome())
                .isEqualTo(Outcome.MET);
        assertThat(check(SHOP, new Check.Within(items, Limits.atLeast(21))).observed())
                .isEqualTo("20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    no_such_column > 1 | no_such_column
                    item_price > 15 | it has different values for different rows
                    count(*) > 0; DROP VIEW dataset | syntax error
                    1) FROM dataset; DROP VIEW dataset; SELECT (1 | it is more than one expression
                    1) FROM dataset UNION ALL SELECT (2 | it is not one expression
                    1), (2 | it is not one expression
                    * | it is not one expression
                    (SELECT max(content) FROM read_text('/etc/hostname')) | disabled
                    """)
    void takesOneExpressionOverTheDatasetOnly(String expression, String why) {
        Finding finding = check(SHOP, new Check.Sql(expression));

        assertThat(finding.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(finding.expectation()).isEqualTo(expression);
        assertThat(finding.observed()).startsWith("not computable: ").contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count(*) < 0", "NULL", "count(*)"})
    void breaksAnExpressionThatIsNotTrue(String expression) {
        assertThat(check(SHOP, new Check.Sql(expression)).outcome()).isEqualTo(Outcome.HALTED);
    }

    @Test
    void showsRowsThatBreakARule() {
        Check cheap = rule("item_price", new ValueRule.Between(Limits.atMost(20)), 1);

        Finding finding = check(SHOP.withoutPrices(0), cheap);

        assertThat(finding.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(finding.observed()).matches("[0-9]+ of 2500 rows break it");
        assertThat(finding.value()).isBetween(0.4, 0.7);
        assertThat(finding.samples())
                .hasSize(10)
                .allSatisfy(row -> {
                    assertThat(row)
                            .containsOnlyKeys(
                                    "event_id", "event_time", "candidate", "label", "item_price");
                    assertThat((Double) row.get("item_price")).isGreaterThan(20);
                });
        assertThat(finding.withoutSamples().samples()).isEmpty();
    }

    @Test
    void letsMostRowsKeepARule() {
        Check.EachRow strict =
                rule("item_price", new ValueRule.Between(Limits.between(10, 28)), 0.9);

        Finding finding = check(SHOP.withoutPrices(0), strict);

        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.value()).isBetween(0.9, 0.999);
        assertThat(finding.samples()).hasSize(10);
    }

    @Test
    void countsOnlyRowsThatHaveAValue() {
        Check never = rule("item_price", new ValueRule.Between(Limits.atMost(-1)), 1);

        assertThat(check(SHOP.withoutPrices(100), never).outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    I[0-9]+  | MET
                    I[0-9]   | HALTED
                    [A-Z'].* | MET
                    """)
    void matchesWholeTexts(String pattern, Outcome outcome) {
        Check matches = rule("item_id", new ValueRule.Matches(Pattern.compile(pattern)), 1);

        assertThat(check(SHOP, matches).outcome()).isEqualTo(outcome);
    }

    @Test
    void knowsSetsAndLengths() {
        Check.EachRow prices = rule("item_price", new ValueRule.NotIn(List.of("10", "10.5")), 1);
        Check.EachRow items = rule("item_id", new ValueRule.In(List.of("I0", "it's")), 1);
        Check.EachRow lengths = rule("item_id", new ValueRule.Length(Limits.between(2, 3)), 1);

        assertThat(check(SHOP, prices).samples())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("item_price", 10.0));
        assertThat(check(SHOP, items).samples())
                .isNotEmpty()
                .noneSatisfy(row -> assertThat(row).containsEntry("item_id", "I0"));
        assertThat(check(SHOP, lengths).outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void comparesTwoFeaturesOfARow() {
        RowRule below = new RowRule.Compare("user_clicks", null, "item_price");
        RowRule above = new RowRule.Compare("user_clicks", "item_price", null);

        assertThat(check(SHOP, new Check.EachRow(below, 1)).outcome()).isEqualTo(Outcome.MET);
        assertThat(check(SHOP, new Check.EachRow(above, 1)).samples().getFirst())
                .containsKeys("user_clicks", "item_price");
    }

    @Test
    void hasNothingToCompareWithBeforeTheFirstChampion() {
        assertThat(check(SHOP, DRIFT).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @ParameterizedTest
    @EnumSource(Divergence.class)
    void findsTheFeatureThatDriftedMost(Divergence by) {
        Reference before = reference(SHOP);
        Shop moved =
                by == Divergence.KS
                        ? SHOP.withDearerItems(5)
                        : SHOP.withDearerItems(5).withoutPrices(90);
        Check all = new Check.Drift(null, by, by.isProbability() ? 0.01 : 0.2);

        Finding same = check(SHOP, all, before, false);
        Finding finding = check(moved, all, before, false);

        assertThat(same.outcome()).as(same.observed()).isEqualTo(Outcome.MET);
        assertThat(finding.outcome()).as(finding.observed()).isEqualTo(Outcome.HALTED);
        assertThat(finding.observed()).endsWith("of item_price");
    }

    @Test
    void comparesOneFeatureWithTheChampions() {
        Reference before = reference(SHOP);
        Shop moved = SHOP.withoutPrices(90);

        assertThat(
                        check(moved, new Check.Drift("item_id", Divergence.PSI, 0.2), before, false)
                                .outcome())
                .isEqualTo(Outcome.MET);
        assertThat(
                        check(
                                        moved,
                                        new Check.Drift("item_price", Divergence.PSI, 0.2),
                                        before,
                                        false)
                                .outcome())
                .isEqualTo(Outcome.HALTED);
    }

    @Test
    void comparesRowsWhereADatasetHasNoLists() {
        Reference before = reference(SHOP);

        Finding same = check(SHOP.withoutLists(), DRIFT, before, false);
        Finding moved = check(SHOP.withoutLists().withoutPrices(90), DRIFT, before, false);

        assertThat(same.outcome()).as(same.observed()).isEqualTo(Outcome.MET);
        assertThat(moved.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(moved.observed()).endsWith("of item_price");
    }

    @Test
    void onlyWarnsOfDriftWhereDriftIsTheCause() {
        Finding moved = check(SHOP.withoutPrices(90), DRIFT, reference(SHOP), true);

        assertThat(moved.outcome()).isEqualTo(Outcome.WARNED);
    }

    @ParameterizedTest
    @CsvSource({
        "2400;2500;2600, CHANGE, 0.1, MET",
        "1000;1100;1200, CHANGE, 0.5, HALTED",
        "5000;5100;5200, CHANGE, 0.5, HALTED",
        "2400;2500;2600, Z_SCORE, 1, MET",
        "2000;2010;2020, Z_SCORE, 3, HALTED",
        "2400;2400;2400, Z_SCORE, 3, HALTED",
        "2500;2500;2500, Z_SCORE, 3, MET",
        "9000;9000, CHANGE, 0.1, NOT_APPLICABLE"
    })
    void comparesWithEarlierRuns(
            String earlier, Check.Yardstick by, double atMost, Outcome outcome) {
        List<Double> values =
                List.of(earlier.split(";", -1)).stream().map(Double::valueOf).toList();
        Check anomaly = new Check.Anomaly(ROWS, 3, by, atMost);

        Finding finding = check(SHOP, anomaly, null, false, (_, _) -> values);

        assertThat(finding.outcome()).as(finding.observed()).isEqualTo(outcome);
        assertThat(finding.statistic()).isEqualTo("rows");
        assertThat(finding.value()).isEqualTo(2500);
    }

    @Test
    void comparesQuantilesAndExpressionsWithEarlierRuns() {
        Statistic quantile = new Statistic.Quantile("item_price", 0.5);
        Statistic sql = new Statistic.Sql("count(DISTINCT item_id)");
        History history =
                (statistic, _) ->
                        statistic.equals(sql.words())
                                ? List.of(20.0, 20.0, 20.0)
                                : List.of(1.0, 1.1, 1.2);

        Finding moved = check(SHOP, anomaly(quantile), null, false, history);
        Finding still = check(SHOP, anomaly(sql), null, false, history);

        assertThat(moved.outcome()).as(moved.observed()).isEqualTo(Outcome.HALTED);
        assertThat(moved.statistic()).isEqualTo("quantile 0.5 of item_price");
        assertThat(still.outcome()).as(still.observed()).isEqualTo(Outcome.MET);
        assertThat(still.value()).isEqualTo(20);
    }

    private static Check anomaly(Statistic statistic) {
        return new Check.Anomaly(statistic, 3, Check.Yardstick.CHANGE, 0.5);
    }

    @Test
    void haltsOnOneBreachAmongWarnings() {
        ExpectationReport report =
                new ExpectationReport(
                        List.of(
                                new Finding("a", "1", Outcome.MET),
                                new Finding("b", "2", Outcome.WARNED),
                                new Finding("c", "3", Outcome.HALTED)),
                        List.of());

        assertThat(report.halts()).isTrue();
        assertThat(report.summary()).isEqualTo("b, observed 2; c, observed 3");
    }

    @Test
    void warnsOfFeaturesThatTellNoRowFromAnother() {
        assertThat(warnings(SHOP.withEvents(50).withoutPrices(100)))
                .containsExactly(
                        "Features without a value in any row: item_price",
                        "Features with the same value in every row: user_clicks");
        assertThat(warnings(SHOP.withoutPrices(99))).isEmpty();
    }

    private List<String> warnings(Shop shop) {
        DatasetExpectations none = new DatasetExpectations(List.of(), Set.of(), false);
        try (SnapshotDatabase snapshot = open(shop)) {
            return none.check(snapshot, () -> null, (_, _) -> List.of()).warnings();
        }
    }

    private static Check.EachRow rule(String column, ValueRule rule, double mostly) {
        return new Check.EachRow(new RowRule.OfColumn(column, rule), mostly);
    }

    private Finding check(Shop shop, Check check) {
        return check(shop, check, null, false);
    }

    private Finding check(
            Shop shop, Check check, @Nullable Reference champion, boolean driftIsTheCause) {
        return check(shop, check, champion, driftIsTheCause, (_, _) -> List.of());
    }

    private Finding check(
            Shop shop,
            Check check,
            @Nullable Reference champion,
            boolean driftIsTheCause,
            History history) {
        DatasetExpectations expectations =
                new DatasetExpectations(
                        List.of(new OfDataset(check, OnBreach.HALT)),
                        Set.of("user_clicks"),
                        driftIsTheCause);
        try (SnapshotDatabase snapshot = open(shop)) {
            return expectations.check(snapshot, () -> champion, history).findings().getFirst();
        }
    }

    private Reference reference(Shop shop) {
        try (SnapshotDatabase snapshot = open(shop)) {
            ReferenceFitter fitter = new ReferenceFitter(snapshot.columns());
            snapshot.eachList(
                    Selection.of(Part.TEST),
                    list -> list.candidates().forEach(row -> fitter.add(row.features(), 0.1)));
            return fitter.fit();
        }
    }

    private SnapshotDatabase open(Shop shop) {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(SnapshotFixtures.write(shop, "s", artifacts));
    }
}
