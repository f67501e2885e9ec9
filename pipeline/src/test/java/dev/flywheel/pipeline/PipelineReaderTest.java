package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.expectation.Expectations;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Preparation;
import dev.flywheel.pipeline.spec.Choice;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.spec.Training;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineReaderTest {

    private static final String FULL =
            PipelineFixtures.YAML.substring(0, PipelineFixtures.YAML.indexOf("expectations:"))
                    + """
                    accept: { past: 2y, future: 1m }
                    lateness: 10m
                    default: true
                    expectations:
                      dataset:
                        - { rows: { at_least: 1000 } }
                        - { feature: item_price, missing_share: { at_most: 0.05 } }
                        - { drift_from_champion: { psi: { at_most: 0.5 } }, on_breach: warn }
                        - { sql: "count(*) > 0" }
                    training:
                      schedule: "0 3 * * *"
                      dataset: { last: 90d }
                      split: { by: time, train: 0.8, validation: 0.1, test: 0.1, gap: 7d }
                      seed: 7
                      candidates:
                        - { factorization-machine: { factors: 16, learning_rate: 0.1 } }
                        - logistic-regression: {}
                    evaluation:
                      known: user
                      by: user
                      cost: { false_positive: 1, false_negative: 50 }
                      slices: [item_colour, item_id]
                    select_by: ndcg@10
                    gate:
                      require:
                        - { metric: auc, at_least: 0.75 }
                        - { metric: log_loss, at_most: 0.6 }
                        - { metric: ndcg@10, better_than: popularity }
                      against_champion: { metric: ndcg@10, confidence: 0.9 }
                      promote: automatic
                    serving: { request: [user, item], score: recommendation_score }
                    monitoring:
                      window: { every: 10m, at_least: 500 }
                      drift:
                        numeric: psi
                        categorical: jensen-shannon
                        threshold: 0.1
                        share_of_features: 0.5
                        windows: 3
                      quality: { metric: ndcg@10, drop: 0.2 }
                      retrain: { on: [drift], cooldown: 2h, approve: manual, give_up_after: 5 }
                    """;

    @Test
    void readsEverySection() {
        Pipeline pipeline = PipelineReader.read(FULL, "shop.yaml");

        assertThat(pipeline.isDefault()).isTrue();
        assertThat(pipeline.accept())
                .isEqualTo(new Pipeline.Accept(Duration.ofDays(730), Duration.ofMinutes(1)));
        assertThat(pipeline.lateness()).isEqualTo(Duration.ofMinutes(10));
        assertThat(pipeline.training())
                .isEqualTo(
                        new Training(
                                "0 3 * * *",
                                Duration.ofDays(90),
                                new Training.Split(0.8, 0.1, 0.1, Duration.ofDays(7)),
                                7,
                                List.of(
                                        new Training.Candidate(
                                                Training.Trainer.FACTORIZATION_MACHINE,
                                                Map.of("factors", 16L, "learning_rate", 0.1)),
                                        new Training.Candidate(
                                                Training.Trainer.LOGISTIC_REGRESSION, Map.of())),
                                null));
        Metric ndcg = new Metric(Metric.Kind.NDCG, 10);
        assertThat(pipeline.gate())
                .isEqualTo(
                        new Gate(
                                List.of(
                                        new Gate.Requirement.AtLeast(
                                                new Metric(Metric.Kind.AUC, null), 0.75),
                                        new Gate.Requirement.AtMost(
                                                new Metric(Metric.Kind.LOG_LOSS, null), 0.6),
                                        new Gate.Requirement.BetterThan(
                                                ndcg, Gate.Baseline.POPULARITY)),
                                new Gate.AgainstChampion(ndcg, 0.9),
                                Gate.Promote.AUTOMATIC));
        assertThat(pipeline.monitoring())
                .isEqualTo(
                        new Monitoring(
                                new Monitoring.Window(Duration.ofMinutes(10), 500),
                                new Monitoring.Drift(
                                        Monitoring.NumericDrift.PSI,
                                        Monitoring.CategoricalDrift.JENSEN_SHANNON,
                                        0.1,
                                        0.5,
                                        3),
                                new Monitoring.Quality(ndcg, 0.2),
                                new Monitoring.Retrain(
                                        Set.of(Monitoring.Cause.DRIFT),
                                        Duration.ofHours(2),
                                        Monitoring.Approve.MANUAL,
                                        5)));
    }

    @Test
    void readsARollingOrigin() {
        String yaml =
                PipelineFixtures.YAML.replace(
                        "training:", "training:\n  split: { folds: 4, test: 0.2, gap: 7d }");

        Training.Split split = PipelineReader.read(yaml, "shop.yaml").training().split();

        assertThat(split.train()).isCloseTo(0.16, within(1e-12));
        assertThat(split.validation()).isCloseTo(0.64, within(1e-12));
        assertThat(split.test()).isEqualTo(0.2);
        assertThat(split.folds()).isEqualTo(4);
        assertThat(split.gap()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void readsWhatASearchTries() {
        String yaml =
                PipelineFixtures.YAML.replace(
                        "- { logistic-regression: { epochs: 5 } }",
                        """
                        - factorization-machine:
                                factors: [8, 16]
                                epochs: { from: 2, to: 6 }
                                learning_rate: { from: 0.01, to: 0.3, scale: log }
                                init_variance: 0.2
                            - { logistic-regression: { epochs: 5 } }
                          search: { trials: 20, limit: 10m }
                        """);

        Training training = PipelineReader.read(yaml, "shop.yaml").training();

        assertThat(training.search()).isEqualTo(new Training.Search(20, Duration.ofMinutes(10)));
        assertThat(training.candidates())
                .containsExactly(
                        new Training.Candidate(
                                Training.Trainer.FACTORIZATION_MACHINE,
                                Map.of("init_variance", 0.2),
                                Map.of(
                                        "factors", new Choice.OneOf(List.of(8L, 16L)),
                                        "epochs", new Choice.Whole(2, 6, false),
                                        "learning_rate", new Choice.Between(0.01, 0.3, true))),
                        new Training.Candidate(
                                Training.Trainer.LOGISTIC_REGRESSION, Map.of("epochs", 5L)));
    }

    @Test
    void readsExpectationsOfADataset() {
        Pipeline pipeline = PipelineReader.read(FULL, "shop.yaml");

        assertThat(pipeline.expectations().dataset())
                .extracting(Expectations.OfDataset::check)
                .containsExactly(
                        new Check.Within(new Statistic.Rows(), Limits.atLeast(1000)),
                        new Check.Within(
                                new Statistic.Of(Aggregate.MISSING_SHARE, "item_price"),
                                Limits.atMost(0.05)),
                        new Check.Drift(null, Divergence.PSI, 0.5),
                        new Check.Sql("count(*) > 0"));
        assertThat(pipeline.expectations().dataset().get(2).onBreach())
                .isEqualTo(Expectations.OnBreach.WARN);
    }

    @Test
    void readsHowFeaturesArePrepared() {
        String yaml =
                PipelineFixtures.YAML
                        .replace(
                                "{ attribute: item.price }",
                                "{ attribute: item.price, missing: 0, clip: [p1, p99.5], scale: log }")
                        .replace(
                                "{ attribute: item.colour }",
                                "{ attribute: item.colour, missing: none, encode: { hash: 16 } }");

        Pipeline pipeline = PipelineReader.read(yaml, "shop.yaml");

        assertThat(pipeline.features())
                .extracting(FeatureSpec::name, FeatureSpec::preparation)
                .contains(
                        tuple(
                                "item_price",
                                new Preparation(
                                        new Preparation.Missing.Value(0),
                                        new Preparation.Clip(0.01, 0.995, true),
                                        Preparation.Scale.LOG,
                                        0)),
                        tuple(
                                "item_colour",
                                new Preparation(
                                        new Preparation.Missing.Category("none"),
                                        null,
                                        Preparation.Scale.AUTO,
                                        16)),
                        tuple("item_id", Preparation.NONE));
    }

    @Test
    void readsHowModelsAreMeasured() {
        Pipeline pipeline = PipelineReader.read(FULL, "shop.yaml");

        assertThat(pipeline.evaluation())
                .isEqualTo(
                        new Evaluation(
                                Evaluation.Group.EVENT,
                                Evaluation.Candidates.ALL,
                                "user",
                                new Evaluation.By("user", Duration.ofDays(1)),
                                new Evaluation.Cost(1, 50),
                                List.of("item_colour", "item_id")));
    }

    @Test
    void hashesWhatTheFileSaysAndNotHow() {
        Pipeline pipeline = PipelineFixtures.aPipeline();
        String commented =
                "# A comment\n" + PipelineFixtures.YAML.replace("ttl: 3d }", "ttl: \"3d\"   }");
        String reworded = PipelineFixtures.YAML.replace("A shop.", "The shop.");

        assertThat(PipelineReader.read(commented, "x.yaml").hash()).isEqualTo(pipeline.hash());
        assertThat(PipelineReader.read(reworded, "x.yaml").hash()).isNotEqualTo(pipeline.hash());
    }

    @Test
    void namesAFeatureSetByEntitiesEventsAndFeaturesOnly() {
        String id = PipelineFixtures.aPipeline().featureSet().id();

        assertThat(idAfter("A shop.", "The shop.")).isEqualTo(id);
        assertThat(idAfter("sample: 2", "sample: 3")).isEqualTo(id);
        assertThat(idAfter("item.price }", "item.price, missing: median, clip: [p1, p99] }"))
                .isEqualTo(id);
        assertThat(idAfter("window: 1h", "window: 2h")).isNotEqualTo(id);
        assertThat(idAfter("seconds: number", "seconds: integer")).isNotEqualTo(id);
        assertThat(idAfter("country: category", "country: integer")).isNotEqualTo(id);
    }

    /// Each line changes one thing in the small shop and says the mistake that must be told.
    @ParameterizedTest
    @CsvFileSource(delimiter = '|', quoteCharacter = '`', resources = "/mistakes.csv")
    void tellsAMistake(String from, String to, String message) {
        assertThat(PipelineFixtures.YAML).contains(from);

        String changed = PipelineFixtures.YAML.replace(from, to.replace("\\n", "\n"));
        PipelineException mistakes = mistakesIn(changed);

        assertThat(mistakes.mistakes())
                .extracting(Mistake::message)
                .containsExactly("shop.yaml:" + message);
    }

    @Test
    void asksForAnAggregateByTheKnownEntity() {
        String yaml =
                PipelineFixtures.YAML
                        .replace("known: user", "known: item")
                        .replace("{ count: click, by: item", "{ count: click, by: user");

        assertThat(mistakesIn(yaml).mistakes())
                .extracting(Mistake::found)
                .containsExactly("'item', by which no feature aggregates");
    }

    @Test
    void tellsAllMistakesAtOnceInOrderOfLines() {
        String yaml =
                PipelineFixtures.YAML
                        .replace("name: shop", "nmae: shop")
                        .replace("count: view", "count: viw")
                        .replace("ndcg@10", "ndgc@10");

        assertThat(mistakesIn(yaml).mistakes())
                .extracting(Mistake::path)
                .containsExactly("nmae", "", "features.user_views.count", "select_by");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '' | x.yaml:1:1: the file: found nothing, expected a pipeline
                    [1, 2] | x.yaml:1:1: the file: found a list, expected a mapping with the key name
                    'a: [' | x.yaml:1:5: the file: found no YAML (expected the node content, but found '<stream end>'), expected blanks for indentation, and quotes around texts with a colon, #, comma or brackets; or a line above misses its end
                    """)
    void tellsWhatIsNoPipelineAtAll(String yaml, String message) {
        PipelineException mistakes =
                catchThrowableOfType(
                        PipelineException.class, () -> PipelineReader.read(yaml, "x.yaml"));

        assertThat(mistakes.mistakes().getFirst().message()).isEqualTo(message);
    }

    private static PipelineException mistakesIn(String yaml) {
        return catchThrowableOfType(
                PipelineException.class, () -> PipelineReader.read(yaml, "shop.yaml"));
    }

    private static String idAfter(String from, String to) {
        String yaml = PipelineFixtures.YAML.replace(from, to);
        return PipelineReader.read(yaml, "shop.yaml").featureSet().id();
    }
}
