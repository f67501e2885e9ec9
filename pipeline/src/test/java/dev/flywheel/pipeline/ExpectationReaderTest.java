package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.re2j.Pattern;
import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.cel.CelMistakeException;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.expectation.EventRule;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.schema.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationReaderTest {

    private static final String LAST_RULE = "- { field: seconds, required: true }";

    @Test
    void readsStatisticsWithTheirLimits() {
        assertThat(check("{ label_rate: { at_least: 0.1, at_most: 0.3 } }"))
                .isEqualTo(new Check.Within(new Statistic.LabelRate(), Limits.between(0.1, 0.3)));
        assertThat(check("{ feature: label, stddev: { at_most: 1 } }"))
                .isEqualTo(
                        new Check.Within(
                                new Statistic.Of(Aggregate.STDDEV, "label"), Limits.atMost(1)));
        assertThat(check("{ feature: item_price, quantile: { of: 0.99, at_most: 100 } }"))
                .isEqualTo(
                        new Check.Within(
                                new Statistic.Quantile("item_price", 0.99), Limits.atMost(100)));
        assertThat(check("{ feature: order, correlation: { with: label, at_most: 0.9 } }"))
                .isEqualTo(
                        new Check.Within(
                                new Statistic.Correlation("order", "label"), Limits.atMost(0.9)));
        assertThat(check("{ duplicates: { of: [user_id, item_id, event_time], at_most: 0 } }"))
                .isEqualTo(
                        new Check.Within(
                                new Statistic.Duplicates(
                                        List.of("user_id", "item_id", "event_time")),
                                Limits.atMost(0)));
        assertThat(check("{ sql: { value: count(*), at_least: 5 } }"))
                .isEqualTo(new Check.Within(new Statistic.Sql("count(*)"), Limits.atLeast(5)));
    }

    @Test
    void readsRulesOfRows() {
        assertThat(check("{ feature: item_price, between: { at_least: 0 }, mostly: 0.99 }"))
                .isEqualTo(
                        new Check.EachRow(
                                new RowRule.OfColumn(
                                        "item_price", new ValueRule.Between(Limits.atLeast(0))),
                                0.99));
        assertThat(check("{ feature: item_id, matches: '[A-Z][0-9]+' }"))
                .isEqualTo(
                        new Check.EachRow(
                                new RowRule.OfColumn(
                                        "item_id",
                                        new ValueRule.Matches(Pattern.compile("[A-Z][0-9]+"))),
                                1));
        assertThat(check("{ feature: user_clicks_7d, compare: { at_most: user_clicks } }"))
                .isEqualTo(
                        new Check.EachRow(
                                new RowRule.Compare("user_clicks_7d", null, "user_clicks"), 1));
    }

    @Test
    void readsComparisonsWithChampionAndEarlierRuns() {
        assertThat(check("{ feature: item_id, drift_from_champion: { psi: { at_most: 1 } } }"))
                .isEqualTo(new Check.Drift("item_id", Divergence.PSI, 1));
        assertThat(check("{ drift_from_champion: { chi-square: { at_least: 0.01 } } }"))
                .isEqualTo(new Check.Drift(null, Divergence.CHI_SQUARE, 0.01));
        assertThat(check("{ anomaly: { of: rows, runs: 5, change: { at_most: 0.5 } } }"))
                .isEqualTo(new Check.Anomaly(new Statistic.Rows(), 5, Check.Yardstick.CHANGE, 0.5));
        assertThat(check("{ feature: order, anomaly: { of: mean, z_score: { at_most: 3 } } }"))
                .isEqualTo(
                        new Check.Anomaly(
                                new Statistic.Of(Aggregate.MEAN, "order"),
                                10,
                                Check.Yardstick.Z_SCORE,
                                3));
    }

    @Test
    void readsAnomaliesOfQuantilesAndSql() {
        assertThat(
                        check(
                                "{ feature: order, anomaly: { of: { quantile: 0.99 }, change: { at_most: 1 } } }"))
                .isEqualTo(
                        new Check.Anomaly(
                                new Statistic.Quantile("order", 0.99),
                                10,
                                Check.Yardstick.CHANGE,
                                1));
        assertThat(
                        check(
                                "{ anomaly: { of: { sql: count(distinct item_id) }, runs: 5, z_score: { at_most: 3 } } }"))
                .isEqualTo(
                        new Check.Anomaly(
                                new Statistic.Sql("count(distinct item_id)"),
                                5,
                                Check.Yardstick.Z_SCORE,
                                3));
    }

    @Test
    void readsRulesOfEvents() throws CelMistakeException {
        assertThat(rule("{ field: item_id, length: { at_most: 20 }, on: click }"))
                .isEqualTo(
                        new EventRule.OfValue(
                                "click", "item_id", new ValueRule.Length(Limits.atMost(20))));
        assertThat(rule("{ rule: order < 5, on: click, name: few }"))
                .isEqualTo(
                        new EventRule.Holds(
                                "click",
                                "few",
                                CelExpression.compile(
                                        "order < 5", Map.of("order", ValueType.INTEGER))));
        assertThat(rule("{ freshness: { at_most: 1h }, on: click }"))
                .isEqualTo(new EventRule.Fresh("click", Duration.ofHours(1)));
        assertThat(rule("{ unique: [user_id, order], within: 10m, on: click }"))
                .isEqualTo(
                        new EventRule.Unique(
                                "click", List.of("user_id", "order"), Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    { rows: { at_least: 1000 } } | rows at least 1000
                    { feature: order, top_share: { at_most: 0.9 } } | top share of order at most 0.9
                    { feature: order, in: [1, 2], mostly: 0.9 } | order in [1, 2] in a share of at least 0.9 of the rows
                    { feature: item_id, length: [1, 5] } | item_id of a length of at least 1 and at most 5 in every row
                    { feature: order, drift_from_champion: { ks: { at_most: 0.1 } } } | drift of order from champion: ks at most 0.1
                    { drift_from_champion: { chi-square: { at_least: 0.01 } } } | drift from champion: chi-square p-value at least 0.01
                    { anomaly: { of: label_rate, z_score: { at_most: 3 } } } | label rate within 3 standard deviations of the last 10 runs
                    { feature: order, anomaly: { of: { quantile: 0.9 }, change: { at_most: 1 } } } | quantile 0.9 of order within 1 relative change of the last 10 runs
                    """)
    void tellsAnExpectationInWords(String rule, String words) {
        assertThat(check(rule).words()).isEqualTo(words);
    }

    /// Each line is a rule that is wrong, and what must be told of it.
    @ParameterizedTest
    @CsvFileSource(
            delimiter = '|',
            quoteCharacter = '`',
            maxCharsPerColumn = 10_000,
            resources = "/expectation-mistakes.csv")
    void tellsAMistake(String section, String rule, String message) {
        PipelineException mistakes =
                catchThrowableOfType(
                        PipelineException.class,
                        () ->
                                PipelineReader.read(
                                        withRule(section, rule), "shop.yaml", new DuckDbCheck()));

        assertThat(mistakes).as(rule).isNotNull();
        assertThat(mistakes.mistakes())
                .extracting(mistake -> mistake.message().replaceFirst("^shop.yaml:[0-9:]+ ", ""))
                .containsExactly(message);
    }

    private static Check check(String rule) {
        return PipelineReader.read(withRule("dataset", rule), "shop.yaml")
                .expectations()
                .dataset()
                .getFirst()
                .check();
    }

    private static EventRule rule(String rule) {
        return PipelineReader.read(withRule("events", rule), "shop.yaml")
                .expectations()
                .events()
                .getLast();
    }

    private static String withRule(String section, String rule) {
        String more = section.equals("events") ? "" : "  " + section + ":\n";
        return PipelineFixtures.YAML.replace(LAST_RULE, LAST_RULE + "\n" + more + "    - " + rule);
    }
}
